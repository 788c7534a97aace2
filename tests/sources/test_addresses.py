import pytest

from bot.sources.addresses import is_ip_address, is_public


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2a00:1450:4001::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"],
)
def test_an_address_that_everyone_can_reach_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.2.1",
        "224.0.0.1",
        "239.1.2.3",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2002:a00:1::1",
    ],
)
def test_an_address_inside_a_machine_or_a_house_or_for_many_is_not(address):
    assert not is_public(address)


def test_a_name_is_no_address():
    assert [is_ip_address(host) for host in ("example.org", "127.0.0.1", "::1")] == [
        False,
        True,
        True,
    ]
