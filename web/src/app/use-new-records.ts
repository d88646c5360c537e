import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import { callRecordsKey } from '@/features/call_records/api/call-records';

/** The record is written a moment after the contact has left the desk. */
const AFTER_MILLISECONDS = [1500, 5000];

/** Renews the call records when a contact has left the desk. */
export function useNewRecords(contactId: string | null): void {
  const cache = useQueryClient();
  const former = useRef(contactId);
  useEffect(() => {
    const left = former.current !== null && former.current !== contactId;
    former.current = contactId;
    if (!left) return undefined;
    const timers = AFTER_MILLISECONDS.map((wait) =>
      setTimeout(() => void cache.invalidateQueries({ queryKey: callRecordsKey }), wait),
    );
    return () => {
      timers.forEach(clearTimeout);
    };
  }, [contactId, cache]);
}
