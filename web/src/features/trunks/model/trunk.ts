/**
 * The parameters of the five kinds of trunks as fields of a form: which there are, in which unit, what one begins with.
 * What cannot work is judged by the server, which names the field.
 */
import type { TrunkContent } from '../api/trunks';

export type Parameters = TrunkContent['parameters'];
export type Kind = Parameters['kind'];

export const KINDS = [
  'sip_ims',
  'sip_gateway',
  'pri',
  'mfcr2',
  'ss7_isup',
] as const satisfies readonly Kind[];
export const WHEN_FULL = ['busy', 'congestion', 'number'] as const;

const PLANS = ['unknown', 'local', 'national', 'international', 'private', 'dynamic'] as const;
const CATEGORIES = [
  'national_subscriber',
  'national_priority_subscriber',
  'international_subscriber',
  'international_priority_subscriber',
] as const;
const NETWORKS = ['national', 'national_spare', 'international', 'international_spare'] as const;
const NATURES = ['dynamic', 'unknown', 'subscriber', 'national', 'international'] as const;

/** How a parameter is entered: `text` may be left empty (null), `word` may not be null; the rest as named. */
export type FieldKind =
  | { as: 'text' | 'word' | 'switch' | 'tags' }
  | {
      as: 'figure';
      least: number;
      most: number;
      unit?: 'seconds' | 'milliseconds' | 'digits';
      empty?: boolean;
    }
  | { as: 'choice'; of: readonly string[] };

const text: FieldKind = { as: 'text' };
const word: FieldKind = { as: 'word' };
const flag: FieldKind = { as: 'switch' };
const figure = (least: number, most: number, unit?: 'seconds' | 'milliseconds' | 'digits'): FieldKind =>
  unit === undefined ? { as: 'figure', least, most } : { as: 'figure', least, most, unit };
const choice = (of: readonly string[]): FieldKind => ({ as: 'choice', of });

const SIP: Record<string, FieldKind> = {
  peers: { as: 'tags' },
  server: text,
  transport: choice(['udp', 'tcp', 'tls']),
  codecs: { as: 'tags' },
  outbound_proxy: text,
  from_user: text,
  from_domain: text,
  trusts_identity: flag,
  sends_identity: flag,
  encrypts_media: flag,
  fax_t38: flag,
  session_timers: flag,
};

const PRI: Record<string, FieldKind> = {
  is_network_side: flag,
  in_band_tones: flag,
  called_digits: figure(0, 32, 'digits'),
  called_plan: choice(PLANS),
  calling_plan: choice(PLANS),
  international_prefix: word,
  national_prefix: word,
  reset_interval_seconds: { as: 'figure', least: 60, most: 1_000_000, unit: 'seconds', empty: true },
  t200_milliseconds: figure(100, 10_000, 'milliseconds'),
};

const MFCR2: Record<string, FieldKind> = {
  called_digits: figure(1, 24, 'digits'),
  caller_digits: figure(0, 24, 'digits'),
  caller_first: flag,
  accepts_on_offer: flag,
  category: choice(CATEGORIES),
  mf_back_timeout_milliseconds: figure(-1, 60_000, 'milliseconds'),
  metering_pulse_timeout_milliseconds: figure(-1, 60_000, 'milliseconds'),
};

const SS7: Record<string, FieldKind> = {
  linkset: figure(1, 32),
  point_code: figure(1, 16_777_215),
  adjacent_point_code: figure(1, 16_777_215),
  destination_point_code: figure(1, 16_777_215),
  network: choice(NETWORKS),
  called_nature: choice(NATURES),
  calling_nature: choice(NATURES),
};

export const FIELDS: Record<Kind, Record<string, FieldKind>> = {
  sip_ims: SIP,
  sip_gateway: SIP,
  pri: PRI,
  mfcr2: MFCR2,
  ss7_isup: SS7,
};

export const isSip = (kind: Kind): kind is 'sip_ims' | 'sip_gateway' =>
  kind === 'sip_ims' || kind === 'sip_gateway';

const LINE = { number: 1, timing: 1, crc4: false };

/** What a trunk of that kind begins with; the figures are those that a carrier most often asks for. */
export function firstParameters(kind: Kind): Parameters {
  switch (kind) {
    case 'sip_ims':
    case 'sip_gateway':
      return {
        kind,
        peers: [],
        server: null,
        transport: 'udp',
        codecs: ['alaw'],
        account: kind === 'sip_ims' ? { user: '', domain: '', auth_user: null, expires_seconds: 3600 } : null,
        outbound_proxy: null,
        from_user: null,
        from_domain: null,
        trusts_identity: true,
        sends_identity: true,
        encrypts_media: false,
        fax_t38: false,
        session_timers: true,
      };
    case 'pri':
      return {
        kind,
        spans: [{ ...LINE, crc4: true }],
        is_network_side: false,
        called_plan: 'unknown',
        calling_plan: 'unknown',
        international_prefix: '00',
        national_prefix: '0',
        called_digits: 0,
        in_band_tones: true,
        reset_interval_seconds: null,
        t200_milliseconds: 1000,
      };
    case 'mfcr2':
      return {
        kind,
        spans: [LINE],
        called_digits: 5,
        caller_digits: 12,
        caller_first: false,
        category: 'national_subscriber',
        mf_back_timeout_milliseconds: -1,
        metering_pulse_timeout_milliseconds: -1,
        accepts_on_offer: true,
      };
    case 'ss7_isup':
      return {
        kind,
        spans: [{ ...LINE, first_circuit: 1, has_signalling: true }],
        linkset: 1,
        point_code: 1,
        adjacent_point_code: 2,
        destination_point_code: 2,
        network: 'national',
        called_nature: 'dynamic',
        calling_nature: 'dynamic',
      };
  }
}

export const NEW_TRUNK: TrunkContent = {
  name: '',
  title: '',
  area_code: '',
  country_code: '86',
  caller_id: '',
  outbound: [],
  limit: { channels: 30, when_full: 'congestion', full_number: '' },
  parameters: firstParameters('sip_gateway'),
};

/** Numbers whose lengths are written `8, 11`; nothing = any. */
export function lengthsFrom(written: string): number[] {
  return [...new Set((written.match(/\d+/g) ?? []).map(Number))];
}

/** An account without a user is none: a gateway that knows us by our address. */
export function cleaned(content: TrunkContent): TrunkContent {
  const { parameters } = content;
  if (!('account' in parameters)) return content;
  const account = parameters.kind === 'sip_ims' && parameters.account?.user ? parameters.account : null;
  return {
    ...content,
    parameters: {
      ...parameters,
      account:
        account === null
          ? null
          : { ...account, auth_user: account.auth_user === '' ? null : account.auth_user },
    },
  };
}
