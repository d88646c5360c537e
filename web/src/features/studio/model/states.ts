import type { FlowVersion } from '../api/flows';

export const STATE_COLOURS: Record<FlowVersion['state'], string> = {
  draft: 'default',
  checked: 'blue',
  published: 'green',
  retired: 'orange',
};
