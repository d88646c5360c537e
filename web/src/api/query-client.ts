import { QueryClient } from '@tanstack/react-query';

import { ApiProblem } from './problem';

/** A refused request is not asked again; an unreachable or restarting server is, a few times. */
const worthAnotherTry = (failures: number, error: Error): boolean =>
  failures < 3 && !(error instanceof ApiProblem && error.status < 500);

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: worthAnotherTry, staleTime: 10_000, refetchOnWindowFocus: false },
      mutations: { retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem) },
    },
  });
