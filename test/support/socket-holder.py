# Does what systemd does for a .socket unit: opens the socket, hands it over as file descriptor 3 (sd_listen_fds(3)), and
# keeps it while the program is started again. SIGHUP restarts, SIGTERM ends.
import os, signal, socket, sys

listening = socket.create_server(("127.0.0.1", 0))

def begin():
    child = os.fork()
    if child == 0:
        os.dup2(listening.fileno(), 3)
        os.set_inheritable(3, True)
        os.environ["LISTEN_FDS"] = "1"
        os.environ["LISTEN_PID"] = str(os.getpid())
        os.execvp(sys.argv[1], sys.argv[1:])
    return child

child = begin()

def again(*_):
    global child
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)
    child = begin()

def end(*_):
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)
    sys.exit(0)

signal.signal(signal.SIGHUP, again)
signal.signal(signal.SIGTERM, end)
while True:
    signal.pause()
