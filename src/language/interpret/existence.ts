import type { Related } from '../../diagnostics/diagnostic.ts'
import { compareText } from '../../diagnostics/text-order.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import type { LetStatement, PredictStatement, VarStatement } from '../syntax/ast.ts'
import { fixesOfLet, widenings } from './existence-fixes.ts'
import type { Interpreter } from './interpreter.ts'
import type { Scope } from './scope.ts'
import type { Source, Sources } from './sources.ts'
import { poison, type Tensor, type Value } from './values.ts'

/** What a `let` holds must exist on every surface that runs here (CTR2001). */
export function checkExists(
  interpreter: Interpreter,
  value: Value,
  statement: LetStatement | VarStatement,
  scope: Scope,
): Value {
  const fault = firstGap(value, scope.surfaces)
  if (fault === undefined) return value
  const { tensor, needs } = fault
  const has = tensor.rows.kind === 'level' ? tensor.rows.surfaces : needs
  const limiting = limits(tensor.sources, needs)
  const name = limiting[0]?.feature ?? statement.name.name
  interpreter.report(
    'CTR2001',
    statement.value.span,
    { name, has: limiting[0]?.surfaces ?? has, needs, place: scope.place },
    {
      related: limiting.flatMap(wayOf),
      fixes: value.kind === 'tensor' || value.kind === 'sequence' ? fixesOfLet(interpreter, statement, scope, has) : [],
    },
  )
  return poison
}

/** A prediction must exist on every surface that its part runs on (CTR2001). */
export function checkPredictionExists(
  interpreter: Interpreter,
  value: Tensor,
  statement: PredictStatement,
  scope: Scope,
): boolean {
  const gap = firstGap(value, scope.surfaces)
  if (gap === undefined) return true
  const limiting = limits(value.sources, gap.needs)
  const has = limiting[0]?.surfaces ?? (value.rows.kind === 'level' ? value.rows.surfaces : gap.needs)
  const name = limiting[0]?.feature ?? statement.task.name
  interpreter.report(
    'CTR2001',
    statement.value.span,
    { name, has, needs: gap.needs, place: scope.place },
    {
      related: limiting.flatMap(wayOf),
      fixes: statement.value.kind === 'block' ? [] : widenings(statement.value),
    },
  )
  return false
}

interface Gap {
  readonly tensor: Tensor
  readonly needs: SurfaceSet
}

function firstGap(value: Value, needs: SurfaceSet): Gap | undefined {
  switch (value.kind) {
    case 'tensor':
      return value.rows.kind === 'level' && !needs.isSubsetOf(value.rows.surfaces)
        ? { tensor: value, needs }
        : undefined
    case 'sequence':
      return firstGap(value.values, needs)
    case 'list':
      return value.items.map((item) => firstGap(item, needs)).find((gap) => gap !== undefined)
    case 'keyed': {
      const at = value.keys.indexOf('surfaces')
      for (const [key, entry] of value.entries) {
        const surface = key.split('.')[at]
        const gap = firstGap(entry, surface === undefined ? needs : SurfaceSet.of([surface]))
        if (gap !== undefined) return gap
      }
      return undefined
    }
    default:
      return undefined
  }
}

/** The features that a surface lacks among those that a value is made of. */
export const limits = (sources: Sources, needs: SurfaceSet): readonly Source[] =>
  sources.all
    .filter((source) => source.surfaces !== undefined && !needs.isSubsetOf(source.surfaces))
    .sort((a, b) => compareText(a.feature, b.feature))

const wayOf = (source: Source): readonly Related[] => [
  { message: `'${source.feature}' is declared on ${source.surfaces} here`, span: source.declared },
  ...source.trail,
]
