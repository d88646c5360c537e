import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';

import { useTranslation } from '@/i18n';
import { groupPhone } from '@/lib/format';

import { useCancelPromise, type CancelReason, type Promised } from '../api/promises';

const REASONS: readonly CancelReason[] = ['citizen_asked', 'served_elsewhere', 'wrong_number', 'other'];

/** Takes a promise back for one of a few reasons: choosing the reason is the confirmation. */
export function CancelPromiseButton({ promise }: { promise: Promised }) {
  const { t } = useTranslation();
  const cancel = useCancelPromise();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: REASONS.map((reason) => ({ key: reason, label: t(`promises.cancel.${reason}`) })),
        onClick: ({ key }) => {
          cancel.mutate({ contactId: promise.contact_id, reason: key as CancelReason });
        },
      }}
    >
      <Button
        size="small"
        danger
        loading={cancel.isPending}
        aria-label={t('supervision.of', {
          action: t('promises.cancel.action'),
          name: groupPhone(promise.number),
        })}
        data-testid="cancel-promise"
      >
        {t('promises.cancel.action')} <DownOutlined />
      </Button>
    </Dropdown>
  );
}
