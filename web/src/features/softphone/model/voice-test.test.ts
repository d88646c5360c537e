import { expect, it } from 'vitest';

import { isSpoken } from './voice-test';

const RATE = 8000;
const tone = (amplitude: number, seconds: number): Float32Array =>
  Float32Array.from(
    { length: RATE * seconds },
    (_, at) => amplitude * Math.sin((2 * Math.PI * 440 * at) / RATE),
  );

it.each([
  ['a voice', tone(0.1, 3), true],
  ['one short word', Float32Array.from([...tone(0.0005, 2.5), ...tone(0.1, 0.3)]), true],
  ['the noise of a room', tone(0.002, 3), false],
  ['a muted microphone', new Float32Array(RATE), false],
  ['nothing at all', new Float32Array(0), false],
])('takes %s for what it is', (_, samples, spoken) => {
  expect(isSpoken(samples, RATE)).toBe(spoken);
});
