import { type Code, type FunctionImport, type Signature, set } from './assembler.js';

/** What the code of a function needs around it: variables, imports, and values that are computed once at its start. */
export class FunctionBody {
  readonly locals: number[] = [];
  readonly imports: FunctionImport[] = [];
  private readonly started = new Map<string, number>();
  private readonly startCode: number[] = [];

  constructor(private readonly params: number) {}

  /** A new variable of a type. */
  local(type: number): number {
    this.locals.push(type);
    return this.params + this.locals.length - 1;
  }

  /** A variable that holds what `code` computes; one for equal codes. */
  atStart(type: number, code: Code): number {
    const key = code.join();
    const known = this.started.get(key);
    if (known !== undefined) return known;
    const local = this.local(type);
    this.started.set(key, local);
    this.startCode.push(...code, ...set(local));
    return local;
  }

  /** The function index of a `math` import; one for equal imports. */
  mathImport({ name, params, results }: Signature & { readonly name: string }): number {
    const same = (one: FunctionImport) => one.name === name && one.params.length === params.length;
    const index = this.imports.findIndex(same);
    return index >= 0 ? index : this.imports.push({ module: 'math', name, params, results }) - 1;
  }

  /** `rest` after what is computed at the start. */
  code(rest: Code): Code {
    return [...this.startCode, ...rest];
  }
}
