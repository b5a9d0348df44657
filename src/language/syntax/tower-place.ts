import type { TowerDeclaration } from './ast.ts'

/** A tower in a message. */
export const placeOfTower = ({ isOfEach, name }: TowerDeclaration): string =>
  isOfEach ? 'the tower of each surface' : `tower '${name.name}'`
