import { DatePicker } from 'antd';
import dayjs from 'dayjs';

import { centreDay } from '@/lib/format';

interface Needs {
  value?: string | null;
  onChange?: (day: string | null) => void;
  /** Only days to come, today among them. */
  future?: boolean;
  allowClear?: boolean;
}

/** A day of the centre's calendar as `2026-03-02`; null where none is chosen. */
export function DayField({ value, onChange, future = false, allowClear = true, ...rest }: Needs) {
  return (
    <DatePicker
      {...rest}
      allowClear={allowClear}
      value={value === null || value === undefined || value === '' ? null : dayjs(value)}
      onChange={(day) => onChange?.(day === null ? null : (day as dayjs.Dayjs).format('YYYY-MM-DD'))}
      {...(future ? { minDate: dayjs(centreDay(new Date())) } : {})}
    />
  );
}
