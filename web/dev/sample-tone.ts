import type { IncomingMessage, ServerResponse } from 'node:http';

const RATE = 8000;
const HEADER_BYTES = 44;

/** A stereo recording of two soft tones, served in parts as players ask. */
export function sampleTone(request: IncomingMessage, response: ServerResponse, seconds: number): void {
  const file = wave(seconds);
  const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
  const first = Number(range?.[1] ?? 0);
  const last = range?.[2] ? Number(range[2]) : file.length - 1;
  response.statusCode = range === null ? 200 : 206;
  response.setHeader('Content-Type', 'audio/wav');
  response.setHeader('Accept-Ranges', 'bytes');
  if (range !== null)
    response.setHeader('Content-Range', `bytes ${String(first)}-${String(last)}/${String(file.length)}`);
  response.end(file.subarray(first, last + 1));
}

function wave(seconds: number): Buffer {
  const frames = RATE * seconds;
  const file = Buffer.alloc(HEADER_BYTES + frames * 4);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 4, 28);
  file.writeUInt16LE(4, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(frames * 4, 40);
  for (let frame = 0; frame < frames; frame += 1) {
    const turn = Math.floor(frame / (RATE * 3.5)) % 2;
    const sample = (tone: number, on: boolean) =>
      on ? Math.round(4000 * Math.sin((2 * Math.PI * tone * frame) / RATE)) : 0;
    file.writeInt16LE(sample(440, turn === 0), HEADER_BYTES + frame * 4);
    file.writeInt16LE(sample(660, turn === 1), HEADER_BYTES + frame * 4 + 2);
  }
  return file;
}
