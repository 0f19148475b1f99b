"""What holds for all tests."""

from hypothesis import settings

# How long a case takes says more of the machine than of the code.
settings.register_profile("vedette", deadline=None)
settings.load_profile("vedette")
