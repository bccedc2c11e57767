/** ../compact.ts in the module beside this one. */
export declare function compact(x: usize, size: i32, scale: i32, list: usize, values: usize): i32;
