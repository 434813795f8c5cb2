// The server's half of RFC 6455, as much as text frames below 64 KiB need. For development only.
import { createHash } from 'node:crypto';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Answers an upgrade. Gives `{ send(object), close() }`; calls `hear(object)` and `gone()`. */
export function accept(request, socket, { hear, gone }) {
  const key = createHash('sha1').update(request.headers['sec-websocket-key'] + GUID).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
  let rest = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (let frame = next(rest); frame; frame = next(rest)) {
      rest = rest.subarray(frame.end);
      if (frame.opcode === 8) return socket.end();
      if (frame.opcode === 1) hear(JSON.parse(frame.payload.toString('utf8')));
    }
  });
  socket.on('close', gone);
  socket.on('error', () => socket.destroy());
  return { send: (frame) => socket.write(textFrame(JSON.stringify(frame))), close: () => socket.end() };
}

function next(bytes) {
  if (bytes.length < 6) return null;
  let length = bytes[1] & 127;
  let at = 2;
  if (length === 126) {
    length = bytes.readUInt16BE(2);
    at = 4;
  }
  if (bytes.length < at + 4 + length) return null;
  const mask = bytes.subarray(at, at + 4);
  const payload = Buffer.from(bytes.subarray(at + 4, at + 4 + length));
  for (let index = 0; index < length; index += 1) payload[index] ^= mask[index & 3];
  return { opcode: bytes[0] & 15, payload, end: at + 4 + length };
}

function textFrame(text) {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = 0x81;
  if (head.length === 2) head[1] = length;
  else if (head.length === 4) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}
