import { unary } from '../elementwise.ts'

export const relu = unary<'relu'>('relu')
