import { AudioOutlined, CustomerServiceOutlined, PhoneOutlined, TeamOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import type { ReactNode } from 'react';

import { useTranslation } from '@/i18n';

import { STEPS, type Step } from '../model/supervisor';

const ICONS: Record<Step, ReactNode> = {
  listen: <CustomerServiceOutlined />,
  whisper: <AudioOutlined />,
  barge: <TeamOutlined />,
  take_over: <PhoneOutlined />,
};

interface Needs {
  /** Whose call: for those who hear the button instead of seeing its row. */
  of: string;
  size: 'small' | 'middle';
  current: Step | null;
  can: (step: Step) => boolean;
  onStep: (step: Step) => void;
}

/** How far a supervisor steps in, from hearing to answering. */
export function StepButtons({ of, size, current, can, onStep }: Needs) {
  const { t } = useTranslation();
  return (
    <Space size={size === 'small' ? 4 : 8}>
      {STEPS.map((step) => (
        <Button
          key={step}
          size={size}
          type={current === step ? 'primary' : 'default'}
          icon={size === 'small' ? null : ICONS[step]}
          disabled={!can(step) && current !== step}
          aria-pressed={current === step}
          aria-label={t('supervision.of', { action: t(`supervision.verb.${step}`), name: of })}
          onClick={() => {
            if (current !== step) onStep(step);
          }}
          data-testid={`step-${step}`}
        >
          {t(`supervision.verb.${step}`)}
        </Button>
      ))}
    </Space>
  );
}
