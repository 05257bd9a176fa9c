"""Serve HTTP: a small server of our own, because no decent one breaks off, dribbles or stays silent on purpose."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from http import HTTPStatus

from examples.answer_requests import Answer

Answerer = Callable[[str, str, dict[str, str], bytes], Answer]
SLOW_STEPS, SLOW_PAUSE = 15, 0.2  # three seconds in all
IDLE_SECONDS = 120


def open_sockets(port: int, hosts: Sequence[str]) -> list[socket.socket]:
    """Return listening sockets on one port of every host; port 0 takes a free one."""
    sockets: list[socket.socket] = []
    for host in hosts:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(256)
        port = listener.getsockname()[1]
        sockets.append(listener)
    return sockets


async def serve_http(sockets: Sequence[socket.socket], answer: Answerer) -> None:
    """Answer requests on the sockets until cancelled."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await _exchange(reader, writer, answer):
                pass
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # the other side went away or does not speak HTTP
        except asyncio.CancelledError:
            pass  # we are being stopped in the middle of a silence
        finally:
            writer.close()

    servers = [await asyncio.start_server(connected, sock=listener, backlog=256) for listener in sockets]
    await asyncio.gather(*(server.serve_forever() for server in servers))


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answerer) -> bool:
    """Answer one request; return whether the connection stays open."""
    async with asyncio.timeout(IDLE_SECONDS):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    answer_parts = await asyncio.to_thread(answer, method, target, headers, body)
    await _send(writer, answer_parts, method)
    return answer_parts.manner == "plain" and headers.get("connection", "").lower() != "close"


async def _send(writer: asyncio.StreamWriter, answer: Answer, method: str) -> None:
    if answer.manner == "silent":
        await asyncio.sleep(3600)
    promised = len(answer.body) + (5000 if answer.manner == "cut-short" else 0)
    headers = {"Server": "example-publishers", **answer.headers, "Content-Length": str(promised)}
    if answer.status == HTTPStatus.NOT_MODIFIED:
        headers.pop("Content-Length")
    head = f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n"
    writer.write((head + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n").encode("latin-1"))
    if method != "HEAD" and answer.status != HTTPStatus.NOT_MODIFIED:
        await _send_body(writer, answer)
    await writer.drain()


async def _send_body(writer: asyncio.StreamWriter, answer: Answer) -> None:
    if answer.manner != "slow":
        writer.write(answer.body)
        return
    size = len(answer.body) // SLOW_STEPS + 1
    for start in range(0, len(answer.body), size):
        writer.write(answer.body[start : start + size])
        await writer.drain()
        await asyncio.sleep(SLOW_PAUSE)
