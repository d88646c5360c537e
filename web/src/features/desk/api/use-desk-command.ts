import { useMutation, useQueryClient } from '@tanstack/react-query';

import { newIdempotencyKey } from '@/api/client';
import type { DeskView } from '@/lib/generated/live';

import { deskQuery } from './desk';
import { sendDeskCommand, type DeskCommand } from './send-desk-command';

export type { DeskCommand, MarkKind, NotReadyReason, PauseReason, Target } from './send-desk-command';

interface Wish {
  command: DeskCommand;
  key: string;
  seen: DeskView | undefined;
}

/**
 * Sends what a button asks for. The answer shows the desk afterwards; it is taken only where the live socket has not
 * already shown something newer.
 */
export function useDeskCommand(onError: (error: Error) => void) {
  const cache = useQueryClient();
  const mutation = useMutation({
    mutationFn: ({ command, key }: Wish) => sendDeskCommand(command, key),
    onError,
    onSuccess: (desk, wish) => {
      if (cache.getQueryData(deskQuery.queryKey) === wish.seen) cache.setQueryData(deskQuery.queryKey, desk);
    },
  });
  return {
    pending: mutation.isPending ? mutation.variables.command.name : null,
    run: (command: DeskCommand) => {
      mutation.mutate({ command, key: newIdempotencyKey(), seen: cache.getQueryData(deskQuery.queryKey) });
    },
    ask: (command: DeskCommand) =>
      mutation.mutateAsync({
        command,
        key: newIdempotencyKey(),
        seen: cache.getQueryData(deskQuery.queryKey),
      }),
  };
}

export type DeskCommands = ReturnType<typeof useDeskCommand>;
