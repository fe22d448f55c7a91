import { refKey, type TensorRef } from '../../network';

/** A result that is 1 where a step counts. */
export type Mask = TensorRef | undefined;

/** The masks of results, as Keras keeps them: an attribute of a tensor, which several results may be. */
export class MaskTable {
  readonly #masks = new Map<string, TensorRef>();
  /** Results that are the tensor of another one. */
  readonly #same = new Map<string, string>();

  #keyOf(ref: TensorRef): string {
    const key = refKey(ref);
    return this.#same.get(key) ?? key;
  }

  of(ref: TensorRef | undefined): Mask {
    return ref && this.#masks.get(this.#keyOf(ref));
  }

  set(ref: TensorRef | undefined, mask: Mask): void {
    if (ref && mask) this.#masks.set(this.#keyOf(ref), mask);
  }

  takeOff(ref: TensorRef): void {
    this.#masks.delete(this.#keyOf(ref));
  }

  /** Notes that a layer hands on the very tensor that it is given: whatever becomes of the mask of one, the other has it too. */
  handOn(result: TensorRef, given: TensorRef): void {
    this.#same.set(refKey(result), this.#keyOf(given));
  }
}
