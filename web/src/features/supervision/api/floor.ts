import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { answer, api } from '@/api/client';
import { LiveSocket, socketAddress, type LiveStatus, type SupervisionMessage } from '@/api/live-socket';
import type { FloorView } from '@/lib/generated/live';

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

/** Keeps the floor live for as long as the page shows it. */
export function useFloorFeed(): LiveStatus {
  const cache = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('connecting');

  useEffect(() => {
    const socket = new LiveSocket<SupervisionMessage>({
      address: () => socketAddress('/api/supervision/live'),
      onMessage: (message) => {
        if (message.type === 'floor')
          cache.setQueryData(floorQuery.queryKey, (floor) => floorAfter(floor, message));
      },
      onStatus: setStatus,
      onRefused: () => void cache.invalidateQueries({ queryKey: ['session'] }),
    });
    socket.start();
    return () => {
      socket.stop();
      cache.removeQueries({ queryKey: floorQuery.queryKey });
    };
  }, [cache]);

  return status;
}
