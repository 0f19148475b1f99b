"""What a release needs beside the code: licences, a bill of materials, an audit."""
