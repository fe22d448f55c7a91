import { message, type Message } from './messages/message';
import type { Cause } from './verdict-causes';
import type { LayerVerdict, ModelVerdict, Verdict, VerdictKind } from './verdicts';

/** How numbers are written on a surface and in its language. */
export interface NumberWords {
  /** In the units of a map. */
  readonly value: (value: number) => string;
  /** 0..1 as per cent. */
  readonly share: (value: number) => string;
  /** -1..1. */
  readonly coefficient: (value: number) => string;
  readonly whole: (value: number) => string;
}

/** One word for a badge, a count or a column. */
export function verdictWord(kind: VerdictKind): Message {
  return message(`short/verdict-${kind}`);
}

/** What was found, with its numbers: a sentence. */
export function verdictMessage(verdict: Verdict, write: NumberWords): Message {
  const { value, share, coefficient, whole } = write;
  switch (verdict.kind) {
    case 'inactive': {
      const { seen, active } = verdict.values;
      if (seen === 1) return message('verdict/inactive');
      return active === 0
        ? message('verdict/inactive-in-all', { seen: whole(seen) })
        : message('verdict/inactive-here', { active: whole(active), seen: whole(seen) });
    }
    case 'dead':
      return message('verdict/dead', { seen: whole(verdict.values.seen) });
    case 'constant': {
      const { min, max } = verdict.values;
      return min === max
        ? message('verdict/one-value', { value: value(min) })
        : message('verdict/constant', { min: value(min), max: value(max) });
    }
    case 'copy': {
      const r = coefficient(verdict.values.r);
      return verdict.values.r < 0 ? message('verdict/copy-inverted', { r }) : message('verdict/copy', { r });
    }
    case 'sparse':
      return message('verdict/sparse', { zeros: share(verdict.values.zeros) });
    case 'saturated':
      return message('verdict/saturated', { limit: share(verdict.values.limit) });
    case 'twin': {
      const values = { of: whole(verdict.values.of), r: coefficient(verdict.values.r) };
      return verdict.values.r < 0
        ? message('verdict/twin-inverted', values)
        : message('verdict/twin', values);
    }
  }
}

/** What a verdict may mean: a sentence. */
export function meaningMessage(kind: VerdictKind): Message {
  return message(`meaning/${kind}`);
}

/** Why a map is 0 or constant: a sentence for each step back, the nearest first. */
export function causeMessages(cause: Cause, write: NumberWords): Message[] {
  const first = causeMessage(cause, write);
  return cause.by ? [first, ...causeMessages(cause.by, write)] : [first];
}

function causeMessage(cause: Cause, { value, whole }: NumberWords): Message {
  const { layer } = cause.values;
  switch (cause.kind) {
    case 'dead-input':
      return message('cause/dead-input', { layer, channel: whole(cause.values.channel) });
    case 'constant-input':
      return message('cause/constant-input', { layer, channel: whole(cause.values.channel) });
    case 'dead-inputs':
      return message('cause/dead-inputs', { layer });
    case 'dead-channels': {
      const { channel, layers } = cause.values;
      return message('cause/dead-channels', { layer, channel: whole(channel), layers });
    }
    case 'zero-kernel':
      return message('cause/zero-kernel', { layer, bias: value(cause.values.bias) });
    case 'small-kernel': {
      const { weight, span } = cause.values;
      return message('cause/small-kernel', { layer, weight: value(weight), span: value(span) });
    }
    case 'bias': {
      const { bias, largest, without } = cause.values;
      return message('cause/bias', {
        layer,
        bias: value(bias),
        largest: value(largest),
        without: value(without),
      });
    }
    case 'norm': {
      const { factor, shift, largest } = cause.values;
      return message('cause/norm', {
        layer,
        factor: value(factor),
        shift: value(shift),
        largest: value(largest),
      });
    }
    case 'zero-factor': {
      const { factor, shift } = cause.values;
      return message('cause/zero-factor', { layer, factor: value(factor), shift: value(shift) });
    }
    case 'small-factor': {
      const { factor, before, after, span } = cause.values;
      const numbers = { before: value(before), after: value(after), span: value(span) };
      return message('cause/small-factor', { layer, factor: value(factor), ...numbers });
    }
    case 'below-zero':
      return message('cause/below-zero', { layer, largest: value(cause.values.largest) });
  }
}

/** What is said of a layer: a sentence. */
export function layerVerdictMessage({ kind, values }: LayerVerdict, write: NumberWords): Message {
  const { whole } = write;
  const { maps, spare, inactive, dead, constant, repeats, copy, saturated } = values;
  switch (kind) {
    case 'silent':
      return message('verdict/layer-silent', { maps: whole(maps) });
    case 'spare': {
      const parts = [
        ...(dead > 0 ? [message('part/maps-dead', { number: whole(dead) })] : []),
        ...(inactive > 0 ? [message('part/maps-inactive', { number: whole(inactive) })] : []),
        ...(constant > 0 ? [message('part/maps-constant', { number: whole(constant) })] : []),
        ...(repeats > 0 ? [message('part/maps-repeat', { number: whole(repeats) })] : []),
      ];
      return message('verdict/layer-spare', { spare: whole(spare), maps: whole(maps), parts });
    }
    case 'copies':
      return message('verdict/layer-copies', { copy: whole(copy), maps: whole(maps) });
    case 'saturated':
      return message('verdict/layer-saturated', { saturated: whole(saturated), maps: whole(maps) });
  }
}

/** What is said of the layers that were looked at: a sentence. */
export function modelVerdictMessage({ maps, counts, layers }: ModelVerdict, { whole }: NumberWords): Message {
  const idle = counts.inactive + counts.dead + counts.constant;
  const values = { idle: whole(idle), copy: whole(counts.copy), maps: whole(maps) };
  return layers.spare + layers.silent === 0
    ? message('verdict/model', values)
    : message('verdict/model-spare', { ...values, count: layers.spare + layers.silent });
}
