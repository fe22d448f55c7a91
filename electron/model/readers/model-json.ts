import { FeaturescopeError } from '../../shared/errors';

/**
 * Parses the JSON part of a model file. Python writes NaN and Infinity, which JSON does not know, so they become null.
 * @throws FeaturescopeError model/bad-config
 */
export function parseModelJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.replace(/(?<=[:[,]\s*)-?(?:NaN|Infinity)(?=\s*[,\]}])/g, 'null'));
    } catch (error) {
      throw new FeaturescopeError(
        'model/bad-config',
        `opening ${fileName}: its configuration is not valid JSON; the file is damaged.`,
        { cause: error },
      );
    }
  }
}
