import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { answer, api } from '@/api/client';
import { LiveSocket, socketAddress, type LiveStatus, type SupervisionMessage } from '@/api/live-socket';
import type { Alarm, FloorView } from '@/lib/generated/live';

import { floorAfter } from '../model/floor';

/** The floor as the server last told it; the supervision socket keeps it new. */
export const floorQuery = queryOptions({
  queryKey: ['floor'],
  queryFn: async ({ client, queryKey }): Promise<FloorView> => {
    const asked = await answer(api.GET('/api/supervision/desks'));
    /* What the socket has shown meanwhile is newer than this answer. */
    return client.getQueryData<FloorView>(queryKey) ?? asked;
  },
  staleTime: Infinity,
});

/** The alarms that stand; none until the supervision socket tells of them. */
export const alarmsQuery = queryOptions({
  queryKey: ['alarms'],
  queryFn: ({ client, queryKey }): readonly Alarm[] => client.getQueryData<readonly Alarm[]>(queryKey) ?? [],
  staleTime: Infinity,
});

/** Keeps floor and alarms live for as long as the page shows it. */
export function useFloorFeed(): LiveStatus {
  const cache = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('connecting');

  useEffect(() => {
    const socket = new LiveSocket<SupervisionMessage>({
      address: () => socketAddress('/api/supervision/live'),
      onMessage: (message) => {
        if (message.type === 'floor')
          cache.setQueryData(floorQuery.queryKey, (floor) => floorAfter(floor, message));
        if (message.type === 'alarms') cache.setQueryData(alarmsQuery.queryKey, message.data);
      },
      onStatus: setStatus,
      onRefused: () => void cache.invalidateQueries({ queryKey: ['session'] }),
    });
    socket.start();
    return () => {
      socket.stop();
      cache.removeQueries({ queryKey: floorQuery.queryKey });
      cache.removeQueries({ queryKey: alarmsQuery.queryKey });
    };
  }, [cache]);

  return status;
}
