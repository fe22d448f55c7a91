import path from 'node:path';
import { z } from 'zod';
import { factsOf } from '../../files/real-path';
import { readWhole } from '../../files/read-whole';

const FILE = 'metadata.json';
const LARGEST_BYTES = 1024 ** 2;

/** What Teachable Machine writes beside its model.json: packageName "@teachablemachine/image", labels, imageSize, ... */
const metadata = z.looseObject({
  packageName: z
    .string()
    .regex(/teachablemachine/i)
    .optional(),
  tmVersion: z.string().optional(),
  labels: z.array(z.string()).min(1),
});

/** Class names of a `metadata.json` of Teachable Machine; undefined for any other JSON. */
export function teachableMachineLabels(json: unknown): string[] | undefined {
  const parsed = metadata.safeParse(json);
  if (!parsed.success) return undefined;
  const { packageName, tmVersion, labels } = parsed.data;
  return packageName !== undefined || tmVersion !== undefined ? labels : undefined;
}

/**
 * The `metadata.json` that Teachable Machine exports together with its model.json: it names the classes, and tells that
 * pixels were fed as -1..1 (pixel / 127 - 1 in @teachablemachine/image).
 * @returns its path; undefined where none is beside the model file
 */
export async function teachableMachineBeside(modelFile: string): Promise<string | undefined> {
  const file = path.join(path.dirname(modelFile), FILE);
  try {
    const facts = await factsOf(file);
    if (!facts.isFile() || facts.size > LARGEST_BYTES) return undefined;
    const bytes = await readWhole(file);
    return teachableMachineLabels(JSON.parse(new TextDecoder().decode(bytes))) ? file : undefined;
  } catch {
    return undefined;
  }
}
