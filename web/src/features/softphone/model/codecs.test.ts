import { expect, it } from 'vitest';

import { preferG711 } from './codecs';

const offer = (formats: string) =>
  [
    'v=0',
    `m=audio 5004 UDP/TLS/RTP/SAVPF ${formats}`,
    'a=rtpmap:111 opus/48000/2',
    'a=rtpmap:8 PCMA/8000',
    'a=mid:0',
    '',
  ].join('\r\n');

it('puts G.711 first, A-law before mu-law, and leaves the rest in its order', () => {
  expect(preferG711(offer('111 0 8 101'))).toContain('SAVPF 8 0 111 101\r\n');
});

it('leaves an offer without G.711 as it is', () => {
  expect(preferG711(offer('111 101'))).toBe(offer('111 101'));
});
