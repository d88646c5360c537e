import { Form, Input } from 'antd';
import { useState } from 'react';

import { useTranslation } from '@/i18n';

import type { OpenSpan } from '../api/calendars';
import { hoursFrom, hoursText } from '../model/calendar';

/** The hours of a day, written as people write them; an empty field is a closed day. */
export function HoursField({ name, label }: { name: (string | number)[]; label?: string }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={name}
      {...(label === undefined
        ? { noStyle: true }
        : { label, layout: 'horizontal' as const, labelCol: { flex: '72px' } })}
      rules={[
        {
          validator: (_, hours: OpenSpan[] | null) =>
            hours === null ? Promise.reject(new Error(t('calendars.hours_fault'))) : Promise.resolve(),
        },
      ]}
    >
      <HoursInput />
    </Form.Item>
  );
}

interface Needs {
  value?: readonly OpenSpan[] | null;
  onChange?: (hours: OpenSpan[] | null) => void;
}

function HoursInput({ value, onChange, ...rest }: Needs) {
  const { t } = useTranslation();
  /* What is being written may not be hours yet; what was given from outside is shown as it is stored. */
  const [written, setWritten] = useState<{ text: string; hours: readonly OpenSpan[] | null } | null>(null);
  const text = written !== null && same(written.hours, value ?? null) ? written.text : hoursText(value ?? []);
  return (
    <Input
      {...rest}
      value={text}
      placeholder={t('calendars.closed_day')}
      onChange={(event) => {
        const hours = hoursFrom(event.target.value);
        setWritten({ text: event.target.value, hours });
        onChange?.(hours);
      }}
    />
  );
}

const same = (one: readonly OpenSpan[] | null, other: readonly OpenSpan[] | null): boolean =>
  one === null || other === null ? one === other : hoursText(one) === hoursText(other);
