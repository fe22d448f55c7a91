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

/**
 * Makes what lives as long as the page. What is derived in it belongs to no component either: a component that is taken away
 * would leave its derived values without life (Svelte's `derived_inert`), while `follow` still reads them.
 */
export function forThePage<Made>(make: () => Made): Made {
  let made: { readonly it: Made } | undefined;
  $effect.root(() => {
    made = { it: make() };
  });
  return made!.it;
}
