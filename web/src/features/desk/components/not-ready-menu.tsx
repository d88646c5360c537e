import {
  CoffeeOutlined,
  DownOutlined,
  EllipsisOutlined,
  FileTextOutlined,
  ReadOutlined,
  RestOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';

import { useTranslation } from '@/i18n';

import type { NotReadyReason } from '../api/use-desk-command';

const REASONS: { reason: NotReadyReason; icon: ReactNode }[] = [
  { reason: 'break', icon: <CoffeeOutlined /> },
  { reason: 'meal', icon: <RestOutlined /> },
  { reason: 'paperwork', icon: <FileTextOutlined /> },
  { reason: 'meeting', icon: <TeamOutlined /> },
  { reason: 'training', icon: <ReadOutlined /> },
  { reason: 'other', icon: <EllipsisOutlined /> },
];

interface Needs {
  label: string;
  chosen: string | null;
  disabled: boolean;
  loading: boolean;
  onChoose: (reason: NotReadyReason) => void;
  size?: 'large' | 'middle';
  testId?: string;
  pressed?: boolean;
}

/** 置忙 always has a reason. */
export function NotReadyMenu({
  label,
  chosen,
  disabled,
  loading,
  onChoose,
  size = 'large',
  testId = 'not-ready',
  pressed = false,
}: Needs) {
  const { t } = useTranslation();
  const items = REASONS.map(({ reason, icon }) => ({
    key: reason,
    icon,
    label: <span data-testid={`reason-${reason}`}>{t(`desk.not_ready_reason.${reason}`)}</span>,
  }));
  return (
    <Dropdown
      trigger={['click']}
      disabled={disabled}
      menu={{
        items,
        selectedKeys: chosen === null ? [] : [chosen],
        onClick: ({ key }) => {
          onChoose(key as NotReadyReason);
        },
      }}
    >
      <Button
        size={size}
        loading={loading}
        type={pressed ? 'primary' : 'default'}
        data-testid={testId}
        aria-haspopup="menu"
      >
        {label} <DownOutlined style={{ fontSize: 11 }} />
      </Button>
    </Dropdown>
  );
}
