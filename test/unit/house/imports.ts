import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Which files of the project a file names, types included: file -> files, as paths from the project's root. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const isSource = (file: string) => /\.(ts|mjs|svelte)$/.test(file) && !file.endsWith('.d.ts');
const posix = (file: string) => file.split(path.sep).join('/');

/** Reads the imports of all sources below a folder of the project. */
export function readImports(root: string, folder: string): ImportGraph {
  const names = fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  const files = names.filter(isSource).map((name) => posix(path.join(folder, name)));
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const named = specifiersOf(file, fs.readFileSync(path.join(root, file), 'utf8'));
      const targets = named.map((specifier) => resolve(file, specifier, known));
      return [file, [...new Set(targets.filter((target) => target !== null))]];
    }),
  );
}

function specifiersOf(file: string, text: string): string[] {
  const code = file.endsWith('.svelte') ? scriptsOf(text) : text;
  const imported = ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
  // Types that JavaScript names in its comments.
  const typed = [...code.matchAll(/@import [^'"]*from ['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/g)];
  return [...imported, ...typed.map(([, tag, type]) => tag ?? type ?? '')];
}

function scriptsOf(svelte: string): string {
  return [...svelte.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n');
}

function resolve(from: string, specifier: string, known: ReadonlySet<string>): string | null {
  if (!specifier.startsWith('.')) return null;
  const target = path.posix.join(path.posix.dirname(from), specifier);
  const candidates = [target, `${target}.ts`, `${target}/index.ts`];
  return candidates.find((candidate) => known.has(candidate)) ?? null;
}

/** Groups of files that reach each other (Tarjan, 1972), each in alphabetical order, the largest first. */
export function circlesOf(graph: ImportGraph): string[][] {
  const order = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string) => {
    const number = order.size;
    order.set(file, number);
    let low = number;
    open.push(file);
    for (const target of graph.get(file) ?? []) {
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (open.includes(target)) low = Math.min(low, order.get(target)!);
    }
    if (low === number) {
      const group = open.splice(open.indexOf(file));
      if (group.length > 1 || graph.get(file)?.includes(file)) circles.push(group.sort());
    }
    return low;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles.sort((a, b) => b.length - a.length || a[0]!.localeCompare(b[0]!));
}
