export const Screen = () => <p>desk</p>
