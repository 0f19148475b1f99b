"""address_guard: which addresses may be connected to."""

import ipaddress

import pytest

from flows.web.address_guard import is_allowed


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("93.184.215.14", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("::ffff:93.184.215.14", True),
        ("::10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d70e", True),
        ("64:ff9b:1::a00:1", False),
        ("2002:a00:1::", False),
        ("2002:5db8:d70e::", False),
        ("2001:0:5db8:d70e::1", False),
        ("2001:db8::1", False),
        ("fec0::1", False),
        ("fe80::1%1", False),
        ("fd00:ec2::254", False),
        ("ff02::1", False),
        ("192.0.0.192", False),
        ("168.63.129.16", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
    ],
)
def test_only_public_addresses_are_connected_to(address, allowed):
    assert is_allowed(ipaddress.ip_address(address), allow_loopback=False) is allowed


def test_loopback_allowed_opens_no_other_private_network():
    assert is_allowed(ipaddress.ip_address("127.0.0.1"), allow_loopback=True)
    assert not is_allowed(ipaddress.ip_address("10.0.0.1"), allow_loopback=True)
