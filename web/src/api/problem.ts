/** An error as the server tells it (RFC 9457 with our stable `code`); `title` is already in the page's language. */
export class ApiProblem extends Error {
  readonly receivedAt = Date.now();

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly details: Record<string, unknown> = {},
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(code);
    this.name = 'ApiProblem';
  }

  /** The answer of a failed request; an answer that is no problem document still gives a code. */
  static fromResponse(response: Response, body: unknown): ApiProblem {
    const problem: Record<string, unknown> = body !== null && typeof body === 'object' ? { ...body } : {};
    const text = (name: string) => (typeof problem[name] === 'string' ? problem[name] : '');
    const details = problem.details !== null && typeof problem.details === 'object' ? problem.details : {};
    const retryAfter = Number(response.headers.get('Retry-After'));
    return new ApiProblem(
      response.status,
      text('code') || `http_${String(response.status)}`,
      text('title'),
      { ...details },
      Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
    );
  }
}

/** The server could not be reached at all. */
export class ServerUnreachable extends Error {
  readonly code = 'unreachable';
}

export const problemCode = (error: unknown): string =>
  error instanceof ApiProblem || error instanceof ServerUnreachable ? error.code : 'internal';
