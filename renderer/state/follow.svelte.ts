import { untrack } from 'svelte';

/**
 * Acts on a value now and whenever it becomes another one, as long as the page lives: parts of its state belong to no
 * component. What `act` itself reads is not followed.
 */
export function follow<Value>(value: () => Value, act: (value: Value) => void): void {
  $effect.root(() => {
    const followed = $derived.by(value);
    $effect(() => {
      const now = followed;
      untrack(() => act(now));
    });
  });
}
