/**
 * Tells names that fit one of the patterns; `*` stands for any part of a name without a slash.
 * @param {string[]} patterns
 * @returns {(name: string) => boolean}
 */
export function matcher(patterns) {
  const expressions = patterns.map((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('[^/]*')}$`);
  });
  return (name) => expressions.some((expression) => expression.test(name));
}
