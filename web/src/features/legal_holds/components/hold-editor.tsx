import { Descriptions, Form, Input } from 'antd';
import { Link, useSearchParams } from 'react-router';

import { useTranslation } from '@/i18n';
import { endOfCentreDay, formatDayTime } from '@/lib/format';
import { DayField } from '@/ui/registry/day-field';
import { RecordEditor } from '@/ui/registry/record-editor';

import { holdsKey, liftHold, placeHold, type LegalHold } from '../api/legal-holds';

const MOST_REASON = 400;

interface Placing {
  contact_id: string;
  reason: string;
  last_day: string | null;
}

/** A new hold; the address may name the contact: ?contact=… */
export function NewHold({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [asked] = useSearchParams();
  return (
    <RecordEditor<Placing>
      title={t('holds.create')}
      stored={{ contact_id: asked.get('contact') ?? '', reason: '', last_day: null }}
      version={0}
      save={({ contact_id, reason, last_day }, _, params) =>
        placeHold(
          {
            contact_id: contact_id.trim(),
            reason,
            until: last_day === null ? null : endOfCentreDay(last_day),
          },
          params,
        )
      }
      refresh={[holdsKey]}
      label={(field) => t(`holds.${field as 'reason'}`)}
      close={close}
      width={560}
    >
      {() => (
        <>
          <Form.Item
            name="contact_id"
            label={t('holds.contact_id')}
            extra={t('holds.contact_note')}
            rules={[{ required: true, whitespace: true, message: t('registry.fault.empty') }]}
          >
            <Input maxLength={64} data-testid="hold-contact" />
          </Form.Item>
          <Form.Item
            name="reason"
            label={t('holds.reason')}
            extra={t('holds.reason_note')}
            rules={[{ required: true, whitespace: true, message: t('registry.fault.empty') }]}
          >
            <Input.TextArea
              autoSize={{ minRows: 2 }}
              maxLength={MOST_REASON}
              showCount
              data-testid="hold-reason"
            />
          </Form.Item>
          <Form.Item name="last_day" label={t('holds.until')} extra={t('holds.until_note')}>
            <DayField future />
          </Form.Item>
        </>
      )}
    </RecordEditor>
  );
}

/** A hold as it stands; one in force can be lifted, with a reason. */
export function HoldEditor({ hold, close }: { hold: LegalHold; close: () => void }) {
  const { t, i18n } = useTranslation();
  const moment = (instant: string | null) =>
    instant === null ? t('value.none') : formatDayTime(instant, i18n.language);
  return (
    <RecordEditor<{ reason: string }>
      title={t('holds.one')}
      stored={{ reason: '' }}
      version={1}
      save={({ reason }, _, params) => liftHold(hold.hold_id, reason, params)}
      saveWords={t('holds.lift')}
      refresh={[holdsKey]}
      label={() => t('holds.lift_reason')}
      close={close}
      width={560}
      readOnly={!hold.in_force}
    >
      {() => (
        <>
          <Descriptions
            column={1}
            size="small"
            items={[
              {
                key: 'contact',
                label: t('holds.contact_id'),
                children: <Link to={`/records/${hold.contact_id}`}>{hold.contact_id}</Link>,
              },
              { key: 'reason', label: t('holds.reason'), children: hold.reason },
              {
                key: 'placed',
                label: t('holds.placed_by'),
                children: `${hold.placed_by} ${moment(hold.placed_at)}`,
              },
              {
                key: 'until',
                label: t('holds.until'),
                children: hold.until === null ? t('holds.for_good') : moment(hold.until),
              },
              ...(hold.lifted_by === null
                ? []
                : [
                    {
                      key: 'lifted',
                      label: t('holds.lifted_by'),
                      children: `${hold.lifted_by} ${moment(hold.lifted_at)}`,
                    },
                    { key: 'why', label: t('holds.lift_reason'), children: hold.lift_reason },
                  ]),
            ]}
          />
          {hold.in_force ? (
            <Form.Item
              name="reason"
              label={t('holds.lift_reason')}
              extra={t('holds.lift_note')}
              rules={[{ required: true, whitespace: true, message: t('registry.fault.empty') }]}
            >
              <Input.TextArea
                autoSize={{ minRows: 2 }}
                maxLength={MOST_REASON}
                showCount
                data-testid="lift-reason"
              />
            </Form.Item>
          ) : null}
        </>
      )}
    </RecordEditor>
  );
}
