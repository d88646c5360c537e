/** Just enough SIP for the sample server: registers everybody, and lets the page ring. It carries no sound. */

/** The answer to a request from the page, or null where none is due. */
export function sipReply(request: string): string | null {
  const [start = ''] = request.split('\r\n');
  const method = start.split(' ')[0] ?? '';
  if (method === 'ACK' || method.startsWith('SIP/')) return null;
  const copied = request
    .split('\r\n')
    .filter((line) => /^(via|from|call-id|cseq|contact):/i.test(line))
    .map((line) => (/^contact:/i.test(line) ? `${line};expires=120` : line));
  const to = /^To:.*$/im.exec(request)?.[0] ?? '';
  return ['SIP/2.0 200 OK', ...copied, `${to};tag=sample`, 'Content-Length: 0', '', ''].join('\r\n');
}

/** A call to the page. */
export function ring(): string {
  const id = Math.random().toString(36).slice(2);
  const sdp = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 0 8',
    '',
  ];
  const body = sdp.join('\r\n');
  return [
    'INVITE sip:agent1001@rexian.invalid SIP/2.0',
    `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK${id}`,
    'Max-Forwards: 70',
    `From: <sip:12329@rexian.invalid>;tag=${id}`,
    'To: <sip:agent1001@rexian.invalid>',
    `Call-ID: ${id}`,
    'CSeq: 1 INVITE',
    'Contact: <sip:sample@127.0.0.1;transport=ws>',
    'Content-Type: application/sdp',
    `Content-Length: ${String(body.length)}`,
    '',
    body,
  ].join('\r\n');
}
