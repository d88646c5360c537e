/**
 * Moves G.711 to the front of an offer's audio formats. The trunk speaks G.711, so any other codec would be transcoded
 * on the server for each call; the browser answers in the order of the offer.
 */
const PREFERRED = ['PCMA', 'PCMU'];

export function preferG711(sdp: string): string {
  const codecs = new Map(
    [...sdp.matchAll(/^a=rtpmap:(\d+) ([^/\s]+)/gm)].map((match) => [match[1], match[2]?.toUpperCase()]),
  );
  codecs.set('0', 'PCMU');
  codecs.set('8', 'PCMA');
  const rank = (format: string): number => {
    const place = PREFERRED.indexOf(codecs.get(format) ?? '');
    return place < 0 ? PREFERRED.length : place;
  };
  return sdp.replace(
    /^(m=audio \d+ \S+ )(.+?)(\r?)$/m,
    (_line, start: string, formats: string, end: string) => {
      const ordered = formats.split(' ').sort((one, other) => rank(one) - rank(other));
      return `${start}${ordered.join(' ')}${end}`;
    },
  );
}
