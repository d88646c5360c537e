/** Sample call records with their recordings. Invented people and figures. */
import type { components } from '../src/lib/generated/http';

type Schemas = components['schemas'];

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

const OUTCOMES: Schemas['Outcome'][] = ['answered', 'answered', 'self_service', 'answered', 'abandoned'];

export function sampleCall(index: number): Schemas['CallLine'] {
  const outcome = OUTCOMES[index % OUTCOMES.length] ?? 'answered';
  const talked = outcome === 'answered' ? 45 + ((index * 37) % 240) : 0;
  const start = 900 * (index + 1);
  return {
    contact_id: `c-20261123-${String(index).padStart(4, '0')}`,
    kind: 'inbound',
    started_at: ago(start + 95 + talked),
    ended_at: ago(start),
    caller_number: `13${String(index % 10)}****${String(8000 + index * 13).slice(-4)}`,
    called_number: '12329',
    outcome,
    ended_by: outcome === 'self_service' ? 'system' : index % 3 === 0 ? 'agent' : 'citizen',
    reason: null,
    waiting_seconds: outcome === 'self_service' ? 0 : 12 + ((index * 7) % 60),
    talk_seconds: talked,
    agents: outcome === 'answered' ? [{ id: 'user-1001', name: '王晓琳' }] : [],
    queues: outcome === 'self_service' ? [] : [{ id: 'general', name: '综合咨询' }],
    recording_ids: outcome === 'answered' ? [`r-${String(index)}`] : [],
    recovered: false,
  };
}

export function sampleDetail(index: number): Schemas['CallDetailView'] {
  const call = sampleCall(index);
  const start = Date.parse(call.started_at);
  const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
  const segment = (kind: string, from: number, to: number): Schemas['SegmentView'] => ({
    segment_id: `${kind}-${String(from)}`,
    kind,
    agent: kind === 'agent' ? { id: 'user-1001', name: '王晓琳' } : null,
    queue: kind === 'queue' ? { id: 'general', name: '综合咨询' } : null,
    flow_id: kind === 'ivr' ? 'main' : null,
    started_at: at(from),
    ended_at: at(to),
    reason: null,
    offers: kind === 'queue' ? 2 : 0,
    interrupted_seconds: kind === 'agent' ? 3.2 : 0,
  });
  const answered = call.outcome === 'answered';
  return {
    call,
    auth_level: 'password',
    menu_path: ['个人公积金查询', '账户余额与状态', '人工服务'],
    segments: [
      segment('ivr', 0, 67),
      segment('queue', 67, 95),
      ...(answered ? [segment('agent', 95, 95 + call.talk_seconds)] : []),
    ],
    offers: [],
    prompts: [],
  };
}

/** Two parties who speak in turn. */
export function sampleWaveform(recordingId: string, durationSeconds: number): Schemas['WaveformView'] {
  const peaksPerSecond = 20;
  const steps = Math.round(durationSeconds * peaksPerSecond);
  const lane = (party: string, turn: number): Schemas['WaveformChannel'] => {
    const levels = Array.from({ length: steps }, (_, step) => {
      const speaking = Math.floor(step / 70) % 2 === turn;
      const level = speaking ? 18 + 60 * Math.abs(Math.sin(step * 1.7) * Math.sin(step / 9)) : 2;
      return Math.round(level);
    });
    return { party, lowest: levels.map((level) => 128 - level), highest: levels.map((level) => 128 + level) };
  };
  return {
    recording_id: recordingId,
    duration_seconds: durationSeconds,
    peaks_per_second: peaksPerSecond,
    channels: [lane('citizen', 0), lane('agent', 1)],
    kind: 'talk',
    paused_seconds: durationSeconds * 0.17,
    pauses: [
      {
        start_seconds: durationSeconds * 0.31,
        end_seconds: durationSeconds * 0.42,
        paused_by: '李敏',
        reason: 'secret_spoken',
        end_reason: 'resumed',
      },
      {
        start_seconds: durationSeconds * 0.7,
        end_seconds: durationSeconds * 0.76,
        paused_by: 'system',
        reason: 'menu',
        end_reason: 'menu_over',
      },
    ],
    marks: [
      { at_seconds: durationSeconds * 0.12, kind: 'important', marked_by: '李敏' },
      { at_seconds: durationSeconds * 0.55, kind: 'promise', marked_by: '李敏' },
    ],
  };
}
