import { Button, Space, Switch } from 'antd';

import { useTranslation } from '@/i18n';

import { useObjectWish, type ObjectView } from '../api/objects';
import { nameOf } from './object-names';

/** What an administrator does to one object; what it is answering is always finished. */
export function ObjectActions({ view }: { view: ObjectView }) {
  const { t } = useTranslation();
  const wish = useObjectWish();
  const { status } = view;
  return (
    <Space>
      <Switch
        checked={view.shall_be_on}
        loading={wish.isPending}
        checkedChildren={t('objects.on')}
        unCheckedChildren={t('objects.off')}
        aria-label={t('objects.switch', { name: nameOf(status) })}
        onChange={(isOn) => {
          wish.mutate({ kind: 'switch', name: status.name, isOn });
        }}
        data-testid="object-switch"
      />
      <Button
        size="small"
        disabled={!view.shall_be_on}
        loading={wish.isPending}
        onClick={() => {
          wish.mutate({ kind: 'reload', name: status.name });
        }}
        data-testid="object-reload"
      >
        {t('objects.reload')}
      </Button>
      {status.state === 'taken_out' ? (
        <Button
          size="small"
          type="primary"
          loading={wish.isPending}
          onClick={() => {
            wish.mutate({ kind: 'put-back', name: status.name });
          }}
          data-testid="object-put-back"
        >
          {t('objects.put_back')}
        </Button>
      ) : null}
    </Space>
  );
}
