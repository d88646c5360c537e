import { Tag } from 'antd';

import { useTranslation } from '@/i18n';

import type { ObjectStatus } from '../api/objects';

const COLOURS = {
  running: 'success',
  starting: 'processing',
  switched_off: 'default',
  taken_out: 'error',
} as const;

export function ObjectState({ status }: { status: ObjectStatus }) {
  const { t } = useTranslation();
  return (
    <Tag color={COLOURS[status.state]} data-testid="object-state" data-state={status.state}>
      {t(`objects.state.${status.state}`)}
    </Tag>
  );
}
