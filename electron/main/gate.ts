import type { Answer } from '../shared/contract';
import { admit, answerOf, failureOf, type Handlers, type Via } from '../shared/answer';
import { failed } from '../shared/errors';

/** What the gate looks at in an IPC event. */
export interface Sender {
  isOurWindow: boolean;
  isMainFrame: boolean;
  url: string;
}

/**
 * The one way from the page into main: sender checked, input validated, answer or failure as data.
 * @param isOurPage  true for addresses of the app's own origin
 */
export function createGate<Context>(
  handlers: Handlers<Extract<Via, 'main'>, Context>,
  context: Context,
  isOurPage: (url: string) => boolean,
  onFailure: (name: string, code: string, detail: string) => void,
): (sender: Sender, name: unknown, input: unknown) => Promise<Answer<unknown>> {
  return async (sender, name, input) => {
    const answer = await answerFrom(sender, name, input);
    if (!answer.ok) onFailure(String(name), answer.error.code, answer.error.detail);
    return answer;
  };

  async function answerFrom(sender: Sender, name: unknown, input: unknown): Promise<Answer<unknown>> {
    if (!sender.isOurWindow || !sender.isMainFrame || !isOurPage(sender.url))
      return {
        ok: false,
        error: failureOf(failed('internal/foreign-sender', {}, { cause: sender.url })),
      };
    const admitted = admit('main', name, input);
    if (!admitted.ok) return admitted;
    const handler = (handlers as Record<string, (input: unknown, context: Context) => unknown>)[
      admitted.name
    ]!;
    return answerOf(() => handler(admitted.input, context));
  }
}
