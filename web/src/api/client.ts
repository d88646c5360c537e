/**
 * The one way to the HTTP API. Adds the language of the answer's texts to every request. Who calls gets the data, or a
 * thrown ApiProblem / ServerUnreachable.
 */
import createClient, { type Middleware } from 'openapi-fetch';

import type { paths } from '@/lib/generated/http';

import { ApiProblem, ServerUnreachable } from './problem';

const answerLanguage: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', document.documentElement.lang || 'zh-CN');
    return request;
  },
  onError() {
    return new ServerUnreachable();
  },
};

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => window.fetch(request),
});
api.use(answerLanguage);

/** The data of an answer, or its problem thrown. */
export async function answer<T>(
  asked: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await asked;
  if (!response.ok) throw ApiProblem.fromResponse(response, error);
  return data as T;
}

/** Shows that a changing request comes from our own page: no foreign page can add it. */
export const OWN_PAGE = { 'X-Rexian-Request': '1' } as const;

/** A new key for one wish of the user; tries of the same wish share it, so that it is done once. */
export const newIdempotencyKey = (): string => crypto.randomUUID();
