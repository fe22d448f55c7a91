import { describe, expect, it } from 'vitest';
import { csv } from '../../../electron/shared/csv';

describe('csv', () => {
  it('quotes as RFC 4180 says, and what separates cells elsewhere', () => {
    expect(csv([['a', 'b, c', 'd"e', 'f\r\ng', 'h;i', 'j\tk']])).toBe(
      'a,"b, c","d""e","f\r\ng","h;i","j\tk"\n',
    );
  });

  it('keeps numbers as they are, and a cell empty where there is none', () => {
    expect(csv([[-1.5, 1e-7, 0, -Infinity, NaN]])).toBe('-1.5,1e-7,0,-Infinity,\n');
  });

  // The beginnings of OWASP's page on CSV injection, and those of its full-width letters.
  it.each(['=1+1', '+1', '-2', '@SUM(A1)', '\tx', '\rx', '＝1', '＋1', '－1', '＠a'])(
    'makes %j a text that no spreadsheet computes',
    (text) => {
      const [cell] = csv([[text, 'x']]).split(/,x\n$/);
      expect(cell).toMatch(/^"?'/);
      expect(cell!.replaceAll('"', '')).toBe(`'${text}`);
    },
  );

  it('hides no formula behind a quote', () => {
    expect(csv([['=HYPERLINK("http://x";"y")']])).toBe('"\'=HYPERLINK(""http://x"";""y"")"\n');
  });

  it('leaves names alone', () => {
    expect(csv([['conv2d_1', "l'été", '1+1', 'a=b', '']])).toBe("conv2d_1,l'été,1+1,a=b,\n");
  });
});
