/**
 * `webrerank/worker` and `webrerank/cpu/worker`: the scripts of the workers, for a bundler that asks for them by name, such as
 * `import address from 'webrerank/worker?url'` in Vite, to be started by the option `worker`. They export nothing.
 * @module webrerank/worker
 */
export {}
