import type { Span } from '../../diagnostics/diagnostic.ts'

/** Comments stay with the node they belong to, so that a formatter can put them back. */
export interface Comments {
  /** Whole-line comments directly above, without their `//`. */
  readonly leading: readonly string[]
  /** A comment at the end of the node's last line. */
  readonly trailing: string | undefined
  /** `///` lines directly above, joined with newlines. */
  readonly documentation: string | undefined
}

export interface Node {
  readonly span: Span
}

export interface Item extends Node {
  readonly comments: Comments
}

export interface Identifier extends Node {
  readonly name: string
}

// ---------------------------------------------------------------- statements

export interface Block extends Node {
  readonly kind: 'block'
  readonly statements: readonly Statement[]
  /** Comments before the closing brace. */
  readonly trailing: readonly string[]
}

export type Statement =
  | LetStatement
  | VarStatement
  | AssignStatement
  | ParamStatement
  | PredictStatement
  | ReturnStatement
  | RequireStatement
  | ForStatement
  | IfStatement
  | ExpressionStatement

/** `let h = ...` or `export let shared: per surfaces [128] = ... renamed from old` */
export interface LetStatement extends Item {
  readonly kind: 'let'
  readonly exported: boolean
  readonly name: Identifier
  readonly type: TypeNode | undefined
  readonly value: Expression
}

export interface VarStatement extends Item {
  readonly kind: 'var'
  readonly name: Identifier
  readonly type: TypeNode | undefined
  readonly value: Expression
}

export interface AssignStatement extends Item {
  readonly kind: 'assign'
  readonly name: Identifier
  readonly value: Expression
}

/** `param b : [N] = zeros` */
export interface ParamStatement extends Item {
  readonly kind: 'param'
  readonly name: Identifier
  readonly type: TypeNode
  /** zeros, ones, glorot_uniform, normal(0.01), a number; undefined is the default of its rank. */
  readonly initial: Expression | undefined
}

/** `predict click = linear(h)`, `predict click on search = linear(h)` or `predict click { ... return ... }` */
export interface PredictStatement extends Item {
  readonly kind: 'predict'
  readonly task: Identifier
  /** Those that are predicted for, where it is not all of the part's. */
  readonly surfaces: readonly Identifier[] | undefined
  readonly value: Expression | Block
}

export interface ReturnStatement extends Item {
  readonly kind: 'return'
  readonly value: Expression
}

/** `require D % heads == 0, "heads ({heads}) must divide the width ({D})"`: refuses the call where it does not hold. */
export interface RequireStatement extends Item {
  readonly kind: 'require'
  readonly condition: Expression
  /** Constants in sight stand in it as `{name}`. */
  readonly message: StringLiteral
}

/** As a statement it repeats; as the element of `stack(...)` or of a list it collects its body's last expression. */
export interface ForStatement extends Item {
  readonly kind: 'for'
  readonly loop: ForExpression
}

export interface IfStatement extends Item {
  readonly kind: 'if'
  readonly condition: Expression
  readonly then: Block
  readonly else: Block | IfStatement | undefined
}

/** Only the last of a `for`, `each` or `if` body. */
export interface ExpressionStatement extends Item {
  readonly kind: 'expression'
  readonly value: Expression
}

// ---------------------------------------------------------------- expressions

export type Expression =
  | NameExpression
  | NumberLiteral
  | StringLiteral
  | BooleanLiteral
  | NullLiteral
  | ListExpression
  | CallExpression
  | IndexExpression
  | MemberExpression
  | UnaryExpression
  | BinaryExpression
  | RangeExpression
  | ForExpression
  | EachExpression
  | IfExpression
  | ElseExpression
  | RenamedExpression
  | InvalidExpression

export interface NameExpression extends Node {
  readonly kind: 'name'
  readonly name: string
}

export interface NumberLiteral extends Node {
  readonly kind: 'number'
  readonly value: number
  /** As written: `500_000`, `4M`, `1e-3`. */
  readonly raw: string
  /** Written without point and negative exponent, or a whole multiple by its suffix (`1.5M`). */
  readonly integer: boolean
  /** It is no number, which was reported (CTR1008). */
  readonly malformed?: true
}

export interface StringLiteral extends Node {
  readonly kind: 'string'
  readonly value: string
}

export interface BooleanLiteral extends Node {
  readonly kind: 'boolean'
  readonly value: boolean
}

export interface NullLiteral extends Node {
  readonly kind: 'null'
}

export interface ListExpression extends Node {
  readonly kind: 'list'
  readonly items: readonly Expression[]
}

export interface CallExpression extends Node {
  readonly kind: 'call'
  readonly callee: Identifier
  readonly arguments: readonly Argument[]
}

export interface Argument extends Node {
  readonly name: Identifier | undefined
  readonly value: Expression
}

/** `shared[surface]`, `list[0]` */
export interface IndexExpression extends Node {
  readonly kind: 'index'
  readonly value: Expression
  readonly index: Expression
}

/** `search.results`, `click.logloss`: config values; reading a record field is reserved for a later version. */
export interface MemberExpression extends Node {
  readonly kind: 'member'
  readonly value: Expression
  readonly member: Identifier
}

export type UnaryOperator = '-' | 'not'
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '@'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'and'
  | 'or'
  | 'in'
  | 'not in'
  | 'is'
  /** Of labels: `converted == 1 where clicked == 1`. */
  | 'where'
  | 'is not'

export interface UnaryExpression extends Node {
  readonly kind: 'unary'
  readonly operator: UnaryOperator
  readonly operand: Expression
}

/** `x is null` is binary with a null literal on the right; `x in [..]` with a list. */
export interface BinaryExpression extends Node {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly operatorSpan: Span
  readonly left: Expression
  readonly right: Expression
}

/** `0..layers`, end exclusive. */
export interface RangeExpression extends Node {
  readonly kind: 'range'
  readonly start: Expression
  readonly end: Expression
}

/** `for e in 0..experts { ... }`, `for u in units { ... }` */
export interface ForExpression extends Node {
  readonly kind: 'for_expression'
  readonly variable: Identifier
  readonly over: Expression
  readonly body: Block
}

/** `each gate in gates { ... }`: a keyed result. */
export interface EachExpression extends Node {
  readonly kind: 'each'
  readonly variable: Identifier
  readonly keys: Expression
  readonly body: Block
}

export interface IfExpression extends Node {
  readonly kind: 'if_expression'
  readonly condition: Expression
  readonly then: Block
  readonly else: Block | IfExpression | undefined
}

/** `embed(query_terms) else learned` */
export interface ElseExpression extends Node {
  readonly kind: 'else'
  readonly value: Expression
  readonly otherwise: 'zeros' | 'learned'
}

/** `mlp(x, units: [64]) renamed from old_name` */
export interface RenamedExpression extends Node {
  readonly kind: 'renamed'
  readonly value: Expression
  readonly from: Identifier
}

/** Where recovery found no expression; a diagnostic has been given. */
export interface InvalidExpression extends Node {
  readonly kind: 'invalid'
}

// ---------------------------------------------------------------- types in declarations

export type TypeNode = Node &
  (
    | { readonly kind: 'tensor'; readonly leading: boolean; readonly dimensions: readonly DimensionNode[] } // [..., L, N]; leading: starts with `...`
    | { readonly kind: 'sequence'; readonly element: readonly DimensionNode[]; readonly length: DimensionNode } // list<[D], L>
    | { readonly kind: 'constant'; readonly of: 'int' | 'float' | 'bool' | 'string' | 'name' | 'keys' }
    | { readonly kind: 'choice'; readonly choices: readonly Identifier[]; readonly module: ModuleTypeNode | undefined } // one of none, layer_norm; one of relu, none or module
    | ModuleTypeNode
    | { readonly kind: 'constants'; readonly of: 'int' | 'float' | 'name' | 'string' } // list<int>
    | { readonly kind: 'keyed'; readonly keys: Expression; readonly of: TypeNode } // per gates [H]
    | { readonly kind: 'leveled'; readonly of: TypeNode; readonly level: Identifier } // [N] at user
    | { readonly kind: 'invalid' }
  )

/** `module`, or `module([N], [N]) -> [M]`: what is called with values of these types, and what it gives; undefined where nothing is stated. */
export interface ModuleTypeNode extends Node {
  readonly kind: 'module'
  readonly parameters: readonly TypeNode[] | undefined
  readonly result: TypeNode | undefined
}

/** A literal, a name in scope, or an expression of compile-time constants such as `last(units)`. */
export type DimensionNode = Expression
