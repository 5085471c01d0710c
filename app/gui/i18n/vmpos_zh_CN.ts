<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutBox</name>
    <message>
        <source>About Virtual mPOS</source>
        <translation>关于虚拟 mPOS</translation>
    </message>
    <message>
        <source>Virtual mPOS %1</source>
        <translation>虚拟 mPOS %1</translation>
    </message>
    <message>
        <source>SIMULATOR: test keys and test cards only. No payment made here moves money.</source>
        <translation>SIMULATOR：仅限测试密钥和测试卡，这里的交易不会动用任何资金。</translation>
    </message>
    <message>
        <source>Licence: Apache-2.0.</source>
        <translation>许可证：Apache-2.0。</translation>
    </message>
    <message>
        <source>Made with:</source>
        <translation>使用的软件：</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>CardFace</name>
    <message>
        <source>VALID THRU %1</source>
        <translation>有效期 %1</translation>
    </message>
</context>
<context>
    <name>DemoView</name>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡片</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>联机</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>小票</translation>
    </message>
    <message>
        <source>Type the amount</source>
        <translation>输入金额</translation>
    </message>
    <message>
        <source>Present a card</source>
        <translation>出示卡片</translation>
    </message>
    <message>
        <source>Enter the PIN</source>
        <translation>输入密码</translation>
    </message>
    <message>
        <source>The bank decides</source>
        <translation>银行处理中</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>交易成功</translation>
    </message>
    <message>
        <source>The sale is over</source>
        <translation>交易结束</translation>
    </message>
    <message>
        <source>Phone and reader meet for the first time: both show six digits, and the green key says they agree.</source>
        <translation>手机和刷卡器第一次见面：两边显示同样的六位数字，按绿色键表示一致。</translation>
    </message>
    <message>
        <source>The merchant types an amount on the phone.</source>
        <translation>商户在手机上输入金额。</translation>
    </message>
    <message>
        <source>The merchant logs in on the phone, and the phone finds the reader.</source>
        <translation>商户在手机上登录，手机连接刷卡器。</translation>
    </message>
    <message>
        <source>Insert, swipe or tap: the reader reads the card itself. The phone only waits.</source>
        <translation>插卡、刷卡或挥卡，都由刷卡器自己读取，手机只是等待。</translation>
    </message>
    <message>
        <source>The cardholder types the PIN on the reader. It is enciphered inside at once and never leaves it in clear.</source>
        <translation>顾客在刷卡器上输入密码。密码在机内立即加密，不离开刷卡器，手机也看不到。</translation>
    </message>
    <message>
        <source>The reader seals the request, the phone carries it, the bank answers. Nobody in between can read or change it.</source>
        <translation>刷卡器加密请求，手机转送，银行应答。途中没有人能读取或更改。</translation>
    </message>
    <message>
        <source>The bank has answered, the reader shows it, and the phone prints the receipt.</source>
        <translation>银行已经应答，刷卡器显示结果，手机给出小票。</translation>
    </message>
    <message>
        <source>The display and the phone say why.</source>
        <translation>显示屏和手机会说明原因。</translation>
    </message>
    <message>
        <source>Test keys and test cards only</source>
        <translation>仅限测试密钥和测试卡</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>Play by itself</source>
        <translation>自动演示</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Slow ×¼</source>
        <translation>慢速 ×¼</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>mpos::gui::Desk</name>
    <message>
        <source>This reader has no service %1.</source>
        <translation>这台刷卡器没有 %1 服务。</translation>
    </message>
    <message>
        <source>Type an amount such as 128.50.</source>
        <translation>请输入金额，例如 128.50。</translation>
    </message>
    <message>
        <source>Type a number such as 000012.</source>
        <translation>请输入数字，例如 000012。</translation>
    </message>
    <message>
        <source>The acquirer refused the sign-in.</source>
        <translation>收单机构拒绝了签到。</translation>
    </message>
</context>
<context>
    <name>EventList</name>
    <message>
        <source>Events, %1</source>
        <translation>事件，%1 条</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Every frame, APDU and key operation will appear here</source>
        <translation>每个帧、APDU 和密钥操作都会显示在这里</translation>
    </message>
</context>
<context>
    <name>mpos::gui::EventLog</name>
    <message>
        <source>Link down</source>
        <translation>链路断开</translation>
    </message>
    <message>
        <source>Link connecting</source>
        <translation>链路连接中</translation>
    </message>
    <message>
        <source>Code to compare</source>
        <translation>待核对的配对码</translation>
    </message>
    <message>
        <source>Session up</source>
        <translation>会话已建立</translation>
    </message>
    <message>
        <source>Session refused</source>
        <translation>会话被拒绝</translation>
    </message>
    <message>
        <source>Reader busy</source>
        <translation>刷卡器忙</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>Screen %1</source>
        <translation>屏幕 %1</translation>
    </message>
    <message>
        <source>Power on</source>
        <translation>开机</translation>
    </message>
    <message>
        <source>Power off</source>
        <translation>关机</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>during PIN entry</source>
        <translation>输入密码期间</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>flash at 0x%1</source>
        <translation>闪存 0x%1</translation>
    </message>
    <message>
        <source>To reader</source>
        <translation>发往刷卡器</translation>
    </message>
    <message>
        <source>To phone</source>
        <translation>发往手机</translation>
    </message>
    <message>
        <source>Outcome %1</source>
        <translation>结果 %1</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>账本</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>余额查询</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒绝</translation>
    </message>
</context>
<context>
    <name>KeyCap</name>
    <message>
        <source>Key %1</source>
        <translation>按键 %1</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Virtual mPOS — SIMULATOR</source>
        <translation>虚拟 mPOS — SIMULATOR</translation>
    </message>
    <message>
        <source>Virtual mPOS</source>
        <translation>虚拟 mPOS</translation>
    </message>
    <message>
        <source>Reader profile</source>
        <translation>刷卡器型号</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1，位于 %2</translation>
    </message>
    <message>
        <source>Virtual clock %1 seconds, speed %2</source>
        <translation>虚拟时钟 %1 秒，速度 %2</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>One event on</source>
        <translation>前进一个事件</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>最快</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>About Virtual mPOS</source>
        <translation>关于虚拟 mPOS</translation>
    </message>
    <message>
        <source>Stripe slot · drag across, 10–150 cm/s</source>
        <translation>磁条槽 · 横向拖过，10–150 cm/s</translation>
    </message>
    <message>
        <source>Chip slot · drag in from below</source>
        <translation>芯片插槽 · 从下方拖入</translation>
    </message>
    <message>
        <source>%1 · firmware %2</source>
        <translation>%1 · 固件 %2</translation>
    </message>
    <message>
        <source>Show the wallet</source>
        <translation>展开卡包</translation>
    </message>
    <message>
        <source>Fold the wallet</source>
        <translation>折叠卡包</translation>
    </message>
    <message>
        <source>Show the phone</source>
        <translation>展开手机</translation>
    </message>
    <message>
        <source>Fold the phone</source>
        <translation>折叠手机</translation>
    </message>
    <message>
        <source>Start here: log in on the phone, type an amount, then drag a card to the reader.</source>
        <translation>从这里开始：在手机上登录，输入金额，再把卡拖到刷卡器上。</translation>
    </message>
    <message>
        <source>Close the hint</source>
        <translation>关闭提示</translation>
    </message>
    <message>
        <source>The connection to the reader ended. The last events are kept.</source>
        <translation>与刷卡器的连接已断开，最后的事件已保留。</translation>
    </message>
    <message>
        <source>The reader stopped. The last events are kept.</source>
        <translation>刷卡器已停止，最后的事件已保留。</translation>
    </message>
    <message>
        <source>Connect again</source>
        <translation>重新连接</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>session up</source>
        <translation>会话已建立</translation>
    </message>
    <message>
        <source>compare the code</source>
        <translation>核对配对码</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>In memory: </source>
        <translation>内存直连：</translation>
    </message>
    <message>
        <source>No acquirer</source>
        <translation>没有收单机构</translation>
    </message>
    <message>
        <source>Host: signed in</source>
        <translation>主机：已签到</translation>
    </message>
    <message>
        <source>Host: ready</source>
        <translation>主机：就绪</translation>
    </message>
    <message>
        <source>Journal %1 events</source>
        <translation>日志 %1 条</translation>
    </message>
    <message>
        <source>%1 files not loaded</source>
        <translation>%1 个文件未载入</translation>
    </message>
    <message>
        <source>Test keys and test cards only</source>
        <translation>仅限测试密钥和测试卡</translation>
    </message>
    <message>
        <source>Deterministic, seed %1</source>
        <translation>确定性模式，种子 %1</translation>
    </message>
</context>
<context>
    <name>PhoneView</name>
    <message>
        <source>Merchant's phone, SIMULATOR</source>
        <translation>商户手机，SIMULATOR</translation>
    </message>
    <message>
        <source>T %1</source>
        <translation>终端 %1</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Test merchant %1</source>
        <translation>测试商户 %1</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Does the reader show this code?</source>
        <translation>刷卡器上显示的是这个号码吗？</translation>
    </message>
    <message>
        <source>Press the green key on the reader if it does, the red one if not.</source>
        <translation>如果一致，按刷卡器的绿色键；如果不一致，按红色键。</translation>
    </message>
    <message>
        <source>Log in and start a sale</source>
        <translation>登录并开始消费</translation>
    </message>
    <message>
        <source>Test account, filled in for you</source>
        <translation>测试账号，已为您填好</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Signed in, batch %1</source>
        <translation>已签到，批次 %1</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>virtual time %1</source>
        <translation>虚拟时间 %1</translation>
    </message>
    <message>
        <source>Link to the reader</source>
        <translation>与刷卡器的链路</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>内存直连</translation>
    </message>
    <message>
        <source>Log out to change the link.</source>
        <translation>退出登录后才能更改链路。</translation>
    </message>
    <message>
        <source>Acquirer</source>
        <translation>收单机构</translation>
    </message>
    <message>
        <source>HOST:PORT, empty for the built-in one</source>
        <translation>主机:端口，留空为内置主机</translation>
    </message>
    <message>
        <source>Use it (the reader starts anew)</source>
        <translation>使用（刷卡器将重新启动）</translation>
    </message>
</context>
<context>
    <name>ReaderView</name>
    <message>
        <source>Reader %1, SIMULATOR</source>
        <translation>刷卡器 %1，SIMULATOR</translation>
    </message>
    <message>
        <source>Reader, SIMULATOR</source>
        <translation>刷卡器，SIMULATOR</translation>
    </message>
    <message>
        <source>SAM slot, %1</source>
        <translation>SAM 卡槽，%1</translation>
    </message>
    <message>
        <source>Display, PIN entry</source>
        <translation>显示屏，正在输入密码</translation>
    </message>
    <message>
        <source>Display, 4 lines: %1</source>
        <translation>显示屏，四行：%1</translation>
    </message>
    <message>
        <source>Display, dark</source>
        <translation>显示屏，未点亮</translation>
    </message>
    <message>
        <source>Light %1, on</source>
        <translation>指示灯 %1，亮</translation>
    </message>
    <message>
        <source>Light %1, off</source>
        <translation>指示灯 %1，灭</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>向上</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>向下</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>电源</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星号</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>井号</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Stripe slot, card in it</source>
        <translation>磁条槽，有卡</translation>
    </message>
    <message>
        <source>Stripe slot, empty</source>
        <translation>磁条槽，空</translation>
    </message>
    <message>
        <source>Chip slot, %1 inserted</source>
        <translation>芯片插槽，已插入 %1</translation>
    </message>
    <message>
        <source>Chip slot, empty</source>
        <translation>芯片插槽，空</translation>
    </message>
</context>
<context>
    <name>SaleSteps</name>
    <message>
        <source>Reader connected, signed in</source>
        <translation>刷卡器已连接，已签到</translation>
    </message>
    <message>
        <source>Request sent</source>
        <translation>请求已发送</translation>
    </message>
    <message>
        <source>Amount sent</source>
        <translation>金额已发送</translation>
    </message>
    <message>
        <source>Swipe again</source>
        <translation>请重新刷卡</translation>
    </message>
    <message>
        <source>The card has a chip</source>
        <translation>请使用芯片</translation>
    </message>
    <message>
        <source>Waiting for card</source>
        <translation>等待卡片</translation>
    </message>
    <message>
        <source>PIN on the reader</source>
        <translation>在刷卡器上输入密码</translation>
    </message>
    <message>
        <source>Host answer</source>
        <translation>主机应答</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>小票</translation>
    </message>
    <message>
        <source>Declined, code %1</source>
        <translation>交易拒绝，应答码 %1</translation>
    </message>
    <message>
        <source>The cardholder signs here</source>
        <translation>请持卡人在此签名</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>New sale</source>
        <translation>新交易</translation>
    </message>
    <message>
        <source>Cancel sale</source>
        <translation>取消交易</translation>
    </message>
    <message>
        <source>Sealed end to end. This phone never sees card or PIN.</source>
        <translation>全程加密。手机看不到卡号和密码。</translation>
    </message>
</context>
<context>
    <name>SignaturePad</name>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Signature field, %1 strokes</source>
        <translation>签名区，%1 笔</translation>
    </message>
    <message>
        <source>Signature field, empty</source>
        <translation>签名区，空</translation>
    </message>
</context>
<context>
    <name>Wallet</name>
    <message>
        <source>Wallet, %1 cards</source>
        <translation>卡包，%1 张卡</translation>
    </message>
    <message>
        <source>Too fast: %1 cm/s. The reader reads 10 to 150.</source>
        <translation>刷卡过快：%1 cm/s，可读范围 10–150。</translation>
    </message>
    <message>
        <source>Too slow: %1 cm/s. The reader reads 10 to 150.</source>
        <translation>刷卡过慢：%1 cm/s，可读范围 10–150。</translation>
    </message>
    <message>
        <source>%1 cm/s</source>
        <translation>%1 cm/s</translation>
    </message>
    <message>
        <source>WALLET</source>
        <translation>卡包</translation>
    </message>
    <message>
        <source>Not loaded, line %1, column %2</source>
        <translation>未载入，第 %1 行，第 %2 列</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>重新载入</translation>
    </message>
    <message>
        <source>in the chip slot</source>
        <translation>在芯片插槽中</translation>
    </message>
    <message>
        <source>at the antenna</source>
        <translation>感应中</translation>
    </message>
    <message>
        <source>Card %1, %2, ending %3</source>
        <translation>卡片 %1，%2，尾号 %3</translation>
    </message>
    <message>
        <source>PSAM %1, in its slot</source>
        <translation>PSAM %1，已在卡槽中</translation>
    </message>
    <message>
        <source>PSAM %1</source>
        <translation>PSAM %1</translation>
    </message>
    <message>
        <source>in its slot</source>
        <translation>已在卡槽中</translation>
    </message>
    <message>
        <source>drag to the reader</source>
        <translation>拖到刷卡器上</translation>
    </message>
    <message>
        <source>Drag a card to the reader, or select it and press</source>
        <translation>把卡拖到刷卡器上，或选中后按</translation>
    </message>
    <message>
        <source>The wallet is empty</source>
        <translation>卡包是空的</translation>
    </message>
    <message>
        <source>swipe</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>insert</source>
        <translation>插卡</translation>
    </message>
    <message>
        <source>tap</source>
        <translation>挥卡</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Sale</source>
        <translation>消费</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>余额查询</translation>
    </message>
    <message>
        <source>Wallet purchase</source>
        <translation>电子钱包消费</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>消费撤销</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退货</translation>
    </message>
    <message>
        <source>Pre-authorisation</source>
        <translation>预授权</translation>
    </message>
    <message>
        <source>Pre-authorisation void</source>
        <translation>预授权撤销</translation>
    </message>
    <message>
        <source>Completion</source>
        <translation>预授权完成</translation>
    </message>
    <message>
        <source>Completion void</source>
        <translation>预授权完成撤销</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>结算</translation>
    </message>
    <message>
        <source>Sign off</source>
        <translation>签退</translation>
    </message>
    <message>
        <source>Electronic cash</source>
        <translation>电子现金</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>圈存</translation>
    </message>
    <message>
        <source>Offline sale</source>
        <translation>脱机消费</translation>
    </message>
    <message>
        <source>Offline refund</source>
        <translation>脱机退货</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Trace number</source>
        <translation>流水号</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考号</translation>
    </message>
    <message>
        <source>Authorisation code</source>
        <translation>授权码</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>First amount</source>
        <translation>原金额</translation>
    </message>
    <message>
        <source>stripe</source>
        <translation>磁条</translation>
    </message>
    <message>
        <source>chip</source>
        <translation>芯片</translation>
    </message>
    <message>
        <source>chip and stripe</source>
        <translation>芯片 · 磁条</translation>
    </message>
    <message>
        <source>Debit</source>
        <translation>借记卡</translation>
    </message>
    <message>
        <source>Credit</source>
        <translation>贷记卡</translation>
    </message>
    <message>
        <source>UnionPay debit, chip and tap</source>
        <translation>银联借记卡，芯片、非接</translation>
    </message>
    <message>
        <source>UnionPay credit, chip and tap</source>
        <translation>银联贷记卡，芯片、非接</translation>
    </message>
    <message>
        <source>Youchi bar reader</source>
        <translation>Youchi 直板刷卡器</translation>
    </message>
    <message>
        <source>Newland bar reader</source>
        <translation>Newland 直板刷卡器</translation>
    </message>
    <message>
        <source>M35 reader, stripe, chip and contactless</source>
        <translation>M35 刷卡器，磁条、芯片、非接</translation>
    </message>
    <message>
        <source>Application blocked</source>
        <translation>应用已锁定</translation>
    </message>
    <message>
        <source>Approves by itself</source>
        <translation>脱机批准</translation>
    </message>
    <message>
        <source>Bar reader with a lenient policy</source>
        <translation>直板刷卡器，宽松策略</translation>
    </message>
    <message>
        <source>Bar reader, stripe and chip</source>
        <translation>直板刷卡器，磁条、芯片</translation>
    </message>
    <message>
        <source>Before its date</source>
        <translation>未到生效日</translation>
    </message>
    <message>
        <source>Blocks, T=1</source>
        <translation>T=1 块传输</translation>
    </message>
    <message>
        <source>Card blocked</source>
        <translation>卡已锁定</translation>
    </message>
    <message>
        <source>Chip debit</source>
        <translation>芯片借记卡</translation>
    </message>
    <message>
        <source>Combined signature, 1408 bits</source>
        <translation>CDA 签名，1408 位</translation>
    </message>
    <message>
        <source>Counter jumps</source>
        <translation>计数器跳变</translation>
    </message>
    <message>
        <source>Counts its sales</source>
        <translation>累计次数检查</translation>
    </message>
    <message>
        <source>Credit, blocked</source>
        <translation>贷记卡，已锁定</translation>
    </message>
    <message>
        <source>Data changed after signing</source>
        <translation>签名后数据被改</translation>
    </message>
    <message>
        <source>Debit of another bank</source>
        <translation>他行借记卡</translation>
    </message>
    <message>
        <source>Debit with a limit of 100.00 a sale</source>
        <translation>借记卡，单笔限额 100.00</translation>
    </message>
    <message>
        <source>Debit, 20.00 on the account</source>
        <translation>借记卡，余额 20.00</translation>
    </message>
    <message>
        <source>Debit, expired</source>
        <translation>借记卡，已过期</translation>
    </message>
    <message>
        <source>Debit, high coercivity</source>
        <translation>借记卡，高抗磁</translation>
    </message>
    <message>
        <source>Debit, reported lost</source>
        <translation>借记卡，已挂失</translation>
    </message>
    <message>
        <source>Debit, reported stolen</source>
        <translation>借记卡，被盗</translation>
    </message>
    <message>
        <source>Debit, worn</source>
        <translation>借记卡，磨损</translation>
    </message>
    <message>
        <source>Declines after approval</source>
        <translation>批准后拒绝</translation>
    </message>
    <message>
        <source>Falls silent</source>
        <translation>不再应答</translation>
    </message>
    <message>
        <source>For cash only</source>
        <translation>仅限取现</translation>
    </message>
    <message>
        <source>Four times the bit rate</source>
        <translation>四倍速率</translation>
    </message>
    <message>
        <source>Issuer certificate past its date</source>
        <translation>发卡行证书过期</translation>
    </message>
    <message>
        <source>Issuer certificate with a wrong hash</source>
        <translation>发卡行证书哈希错误</translation>
    </message>
    <message>
        <source>Longest keys</source>
        <translation>最长密钥</translation>
    </message>
    <message>
        <source>Longest keys, exponent 65537</source>
        <translation>最长密钥，指数 65537</translation>
    </message>
    <message>
        <source>Mastercard test card</source>
        <translation>Mastercard 测试卡</translation>
    </message>
    <message>
        <source>Never been online</source>
        <translation>从未联机</translation>
    </message>
    <message>
        <source>No CDOL1</source>
        <translation>缺少 CDOL1</translation>
    </message>
    <message>
        <source>No offline authentication</source>
        <translation>无脱机认证</translation>
    </message>
    <message>
        <source>PIN and signature</source>
        <translation>密码和签名</translation>
    </message>
    <message>
        <source>PIN blocked</source>
        <translation>密码已锁定</translation>
    </message>
    <message>
        <source>PIN checked by the chip</source>
        <translation>芯片验证密码</translation>
    </message>
    <message>
        <source>Past its date</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Phone with a payment SIM</source>
        <translation>带支付 SIM 的手机</translation>
    </message>
    <message>
        <source>Plain PIN or nothing</source>
        <translation>明文密码</translation>
    </message>
    <message>
        <source>Published virtual card</source>
        <translation>公开虚拟卡</translation>
    </message>
    <message>
        <source>Refuses its issuer</source>
        <translation>拒绝发卡行</translation>
    </message>
    <message>
        <source>SM4 cryptograms</source>
        <translation>SM4 密文</translation>
    </message>
    <message>
        <source>Signature, no PIN</source>
        <translation>签名，无密码</translation>
    </message>
    <message>
        <source>Signs another number</source>
        <translation>签名卡号不符</translation>
    </message>
    <message>
        <source>Static authentication</source>
        <translation>静态认证</translation>
    </message>
    <message>
        <source>TLV length too long</source>
        <translation>TLV 长度错误</translation>
    </message>
    <message>
        <source>Three applications</source>
        <translation>三个应用</translation>
    </message>
    <message>
        <source>Two account numbers</source>
        <translation>两个卡号</translation>
    </message>
    <message>
        <source>UnionPay electronic cash</source>
        <translation>银联电子现金</translation>
    </message>
    <message>
        <source>UnionPay quasi-credit</source>
        <translation>银联准贷记卡</translation>
    </message>
    <message>
        <source>Visa test card</source>
        <translation>Visa 测试卡</translation>
    </message>
    <message>
        <source>Wallet of the first generation</source>
        <translation>第一代电子钱包</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>交易成功</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>交易拒绝</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Card not readable</source>
        <translation>卡片无法读取</translation>
    </message>
    <message>
        <source>Use the chip</source>
        <translation>请使用芯片</translation>
    </message>
    <message>
        <source>No host answer</source>
        <translation>主机无应答</translation>
    </message>
    <message>
        <source>Host not reached</source>
        <translation>无法连接主机</translation>
    </message>
    <message>
        <source>Answer refused</source>
        <translation>应答被拒绝</translation>
    </message>
    <message>
        <source>Card taken out too early</source>
        <translation>卡片过早拔出</translation>
    </message>
    <message>
        <source>Card refused</source>
        <translation>卡片被拒绝</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
</context>
</TS>
