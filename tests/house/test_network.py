import socket

import pytest
from pytest_socket import SocketConnectBlockedError

# A documentation address (RFC 5737): nobody is there, were it ever let through.
OUTSIDE = ("192.0.2.1", 80)


@pytest.mark.filterwarnings("ignore:A test tried to use socket:UserWarning")
def test_no_test_reaches_the_network() -> None:
    with socket.socket() as caller, pytest.raises(SocketConnectBlockedError):
        caller.connect(OUTSIDE)


def test_a_test_may_talk_to_a_server_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as caller:
        caller.sendall(b"here")
        with server.accept()[0] as called:
            assert called.recv(4) == b"here"
