"""An HTTP proxy that knows CONNECT and one user. Arguments: file with USER:PASSWORD."""

import asyncio
import base64
import sys


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


async def serve(reader, writer):
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    wanted = "proxy-authorization: basic " + base64.b64encode(CREDENTIALS).decode()
    if not any(line.lower() == wanted.lower() for line in head):
        answer = 'HTTP/1.1 407 who\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n'
        writer.write(answer.encode())
        await writer.drain()
        writer.close()
        return
    target = head[0].split(" ")[1]
    host, port = target.rsplit(":", 1)
    far_reader, far_writer = await asyncio.open_connection(host, int(port))
    print("connected " + target)
    writer.write(b"HTTP/1.1 200 so\r\n\r\n")
    await asyncio.gather(
        pump(reader, far_writer), pump(far_reader, writer), return_exceptions=True
    )


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print("listening", server.sockets[0].getsockname()[1])
    await server.serve_forever()


with open(sys.argv[1], "rb") as file:
    CREDENTIALS = file.read().strip()
asyncio.run(main())
