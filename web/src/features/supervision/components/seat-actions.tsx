import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown, Popconfirm, Space, type ButtonProps } from 'antd';

import { useTranslation } from '@/i18n';
import type { DeskView, SeatView } from '@/lib/generated/live';

import type { Follow, ForcedReason, Supervision } from '../api/use-supervision';
import { canForce, canStep, stepOn, type Step } from '../model/supervisor';
import { MessageButton } from './message-button';
import { StepButtons } from './step-buttons';

const REASONS: readonly ForcedReason[] = ['break', 'meal', 'paperwork', 'meeting', 'training', 'other'];
const RELEASE_SURE = { danger: true, 'data-testid': 'release-sure' } as ButtonProps;
const SIGN_OUT_SURE = { 'data-testid': 'force-sign-out-sure' } as ButtonProps;

interface Needs {
  seat: SeatView;
  own: DeskView | undefined;
  follow: Follow;
  supervision: Supervision;
}

/** Everything a supervisor can do to one seat. */
export function SeatActions({ seat, own, follow, supervision }: Needs) {
  const { t } = useTranslation();
  const { run } = supervision;
  const agentId = seat.agent_id;
  const step = (wanted: Step) => {
    run(wanted === 'take_over' ? { name: 'take-over', agentId } : { name: wanted, agentId, follow });
  };
  const named = (action: string) => ({
    'aria-label': t('supervision.of', { action, name: seat.name }),
    children: action,
  });
  return (
    <Space size={4} wrap>
      <StepButtons
        of={seat.name}
        size="small"
        current={stepOn(own, seat)}
        can={(wanted) => canStep(own, seat, wanted)}
        onStep={step}
      />
      <Popconfirm
        title={t('supervision.release_sure', { name: seat.name })}
        okButtonProps={RELEASE_SURE}
        onConfirm={() => {
          run({ name: 'release', agentId });
        }}
        disabled={!canForce(own, seat, 'release')}
      >
        <Button
          size="small"
          danger
          disabled={!canForce(own, seat, 'release')}
          data-testid="release"
          {...named(t('supervision.verb.release'))}
        />
      </Popconfirm>
      <Button
        size="small"
        disabled={!canForce(own, seat, 'force_ready')}
        onClick={() => {
          run({ name: 'ready', agentId });
        }}
        data-testid="force-ready"
        {...named(t('supervision.verb.force_ready'))}
      />
      <Dropdown
        trigger={['click']}
        disabled={!canForce(own, seat, 'force_not_ready')}
        menu={{
          items: REASONS.map((reason) => ({
            key: reason,
            label: <span data-testid={`force-reason-${reason}`}>{t(`desk.not_ready_reason.${reason}`)}</span>,
          })),
          onClick: ({ key }) => {
            run({ name: 'not-ready', agentId, reason: key as ForcedReason });
          },
        }}
      >
        <Button
          size="small"
          icon={<DownOutlined />}
          iconPlacement="end"
          aria-haspopup="menu"
          data-testid="force-not-ready"
          {...named(t('supervision.verb.force_not_ready'))}
        />
      </Dropdown>
      <Popconfirm
        title={t('supervision.sign_out_sure', { name: seat.name })}
        okButtonProps={SIGN_OUT_SURE}
        onConfirm={() => {
          run({ name: 'sign-out', agentId });
        }}
        disabled={!canForce(own, seat, 'force_sign_out')}
      >
        <Button
          size="small"
          disabled={!canForce(own, seat, 'force_sign_out')}
          data-testid="force-sign-out"
          {...named(t('supervision.verb.force_sign_out'))}
        />
      </Popconfirm>
      <MessageButton seat={seat} possible={canForce(own, seat, 'message')} supervision={supervision} />
    </Space>
  );
}
