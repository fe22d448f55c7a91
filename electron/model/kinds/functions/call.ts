import { message, type Message } from '../../../shared/messages/message';
import type { FeaturescopeError } from '../../../shared/errors';
import type { Argument, LayerSetting } from '../../config/types';
import { type Shape, formatShape } from '../../shapes';
import { isOpen, operandOf, type Operand } from '../../config/operand';
import { badGraph, unsupportedSetting } from '../../config/setting-reader';

/** The arguments of one call of a function, read by name, with the shapes of those that are tensors. */
export class FunctionCall {
  /** @param values  all arguments by Keras' parameter names */
  constructor(
    readonly layer: LayerSetting,
    readonly inputs: readonly Shape[],
    private readonly values: Readonly<Record<string, Argument>>,
  ) {}

  /** The error for an argument that this program cannot compute with. */
  refuse(what: Message): FeaturescopeError {
    return unsupportedSetting(this.layer, what);
  }

  #refuseArgument(name: string, value: Argument | undefined): FeaturescopeError {
    const entries = Array.isArray(value) ? (value as readonly Argument[]).flat() : [value];
    if (entries.some((entry) => operandOf(entry)?.is === 'input' || isOpen(entry)))
      return this.refuse(message('part/argument-computed', { argument: name }));
    return this.refuse(
      message('part/argument-value', {
        argument: name,
        value: JSON.stringify(value)?.slice(0, 60) ?? message('part/missing'),
      }),
    );
  }

  #refuseOperand(name: string): FeaturescopeError {
    const { functionName = '' } = this.layer;
    return this.refuse(message('part/function-argument', { argument: name, operation: functionName }));
  }

  mismatch(shapes: readonly Shape[]): FeaturescopeError {
    return badGraph(message('part/inputs-unfit', { shapes: shapes.map(formatShape) }), this.layer);
  }

  argument(name: string): Argument | undefined {
    return this.values[name];
  }

  /** A tensor among the arguments. */
  operand(name: string): Operand {
    const operand = operandOf(this.values[name]);
    if (!operand) throw this.#refuseOperand(name);
    return operand;
  }

  /** A list of tensors. */
  operands(name: string): Operand[] {
    const value = this.values[name];
    const list = Array.isArray(value) ? (value as readonly Argument[]) : [value];
    return list.map((entry) => {
      const operand = operandOf(entry);
      if (!operand) throw this.#refuseOperand(name);
      return operand;
    });
  }

  shapeOf(operand: Operand): Shape {
    return operand.is === 'input' ? this.inputs[operand.place]! : operand.shape;
  }

  /** Shape of the argument `x`, which most functions have. */
  get x(): Shape {
    return this.shapeOf(this.operand('x'));
  }

  number(name: string, fallback?: number): number {
    const value = this.values[name] ?? fallback;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.#refuseArgument(name, value);
    return value;
  }

  integer(name: string, fallback?: number): number {
    const value = this.number(name, fallback);
    if (!Number.isInteger(value) || Math.abs(value) > 2 ** 31) throw this.#refuseArgument(name, value);
    return value;
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  text(name: string, fallback: string): string {
    const value = this.values[name] ?? fallback;
    return typeof value === 'string' ? value : fallback;
  }

  /** A list of whole numbers; undefined where the argument is absent or null. */
  integers(name: string): number[] | undefined {
    const value = this.values[name];
    if (value === undefined || value === null) return undefined;
    const list = Array.isArray(value) ? (value as readonly Argument[]).flat() : [value];
    if (
      !list.every((entry) => Number.isInteger(entry) && Math.abs(entry as number) <= 2 ** 31) ||
      list.length > 64
    )
      throw this.#refuseArgument(name, value);
    return list as number[];
  }

  /** Sizes; null where one is open until a picture is fed. */
  lengths(name: string): (number | null)[] {
    const value = this.values[name];
    const list = Array.isArray(value) ? (value as readonly Argument[]) : [value];
    return list.map((entry) => {
      if (isOpen(entry)) return null;
      const isSound = Number.isInteger(entry) && (entry as number) >= 0 && (entry as number) <= 2 ** 31;
      if (!isSound || list.length > 8) throw this.#refuseArgument(name, value);
      return entry as number;
    });
  }

  /** An axis as a place in a shape of the given rank. */
  place(axis: number, rank: number): number {
    const place = axis < 0 ? axis + rank : axis;
    if (!Number.isInteger(axis) || place < 0 || place >= rank)
      throw this.refuse(message('part/axis-outside', { axis, rank }));
    return place;
  }

  /** The argument `axis` as places, all of them where it is absent. */
  axes(rank: number, name = 'axis'): number[] {
    const list = this.integers(name);
    return list
      ? list.map((axis) => this.place(axis, rank))
      : Array.from({ length: rank }, (_, axis) => axis);
  }
}
