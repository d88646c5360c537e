import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { LiveSocket, socketAddress, type LiveStatus, type ServerMessage } from '@/api/live-socket';
import { forgetServerTime, noteServerTime } from '@/lib/server-clock';

import { deskQuery } from './desk';

/** What each message does to what the page knows. The newest desk received is the truth, whatever its number. */
const HANDLERS: {
  [T in ServerMessage['type']]: (message: Extract<ServerMessage, { type: T }>, cache: QueryClient) => void;
} = {
  desk: (message, cache) => {
    cache.setQueryData(deskQuery.queryKey, message.data);
  },
  ping: () => undefined,
};

export function applyLiveMessage(message: ServerMessage, cache: QueryClient): void {
  noteServerTime(message.time);
  if (message.type === 'desk') HANDLERS.desk(message, cache);
  else HANDLERS.ping(message, cache);
}

const liveAddress = (after: number | null): string =>
  socketAddress(after === null ? '/api/live' : `/api/live?after=${String(after)}`);

/** Keeps the desk live for as long as the page shows it. */
export function useDeskFeed(): LiveStatus {
  const cache = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('connecting');

  useEffect(() => {
    forgetServerTime();
    const socket = new LiveSocket({
      address: liveAddress,
      onMessage: (message) => {
        applyLiveMessage(message, cache);
      },
      onStatus: setStatus,
      onRefused: () => void cache.invalidateQueries({ queryKey: ['session'] }),
    });
    socket.start();
    return () => {
      socket.stop();
    };
  }, [cache]);

  return status;
}
